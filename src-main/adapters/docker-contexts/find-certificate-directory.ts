import { readDockerContexts } from './docker-contexts.ts';
import { dockerConfigDirectory, realPathOf } from './endpoint-search.ts';
import type { EndpointSearch } from './endpoint-search.ts';
import { normalizeUrl } from './normalize-url.ts';

/**
 * The folder of `ca.pem`, `cert.pem` and `key.pem` for an endpoint, as the Docker command line finds it; null when the
 * endpoint uses none: DOCKER_CERT_PATH for DOCKER_HOST when DOCKER_TLS_VERIFY is set, else the context's own folder.
 */
export async function findCertificateDirectory(search: EndpointSearch, url: string): Promise<string | null> {
  const { DOCKER_HOST = '', DOCKER_TLS_VERIFY = '', DOCKER_CERT_PATH = '' } = search.environment;
  if (DOCKER_TLS_VERIFY !== '' && normalizeUrl(DOCKER_HOST) === url) {
    return DOCKER_CERT_PATH || dockerConfigDirectory(search);
  }
  const { contexts } = await readDockerContexts(search);
  const context = contexts.find((known) => known.url === url);
  return context === undefined ? null : realPathOf(search, context.certificateDirectory);
}
