import type { Engine } from '../../ports/engine/engine.ts';
import type { EngineFinder } from '../../ports/engine-finder.ts';
import type { EndpointSearch } from './endpoint-search.ts';
import { findCertificateDirectory } from './find-certificate-directory.ts';
import { searchEndpoints } from './find-endpoints.ts';
import { normalizeUrl } from './normalize-url.ts';

/** Opens an engine; `certificateDirectory` is asked on its first call. */
export type OpenEngine = (url: string, certificateDirectory: () => Promise<string | null>) => Engine;

/** A finder over Docker's settings and the usual sockets. `search` is asked each time: settings may change. */
export function openEngineFinder(search: () => EndpointSearch, open: OpenEngine): EngineFinder {
  const broken = new Map<string, Error>();
  return {
    listEndpoints: async () => {
      const found = await searchEndpoints(search());
      broken.clear();
      for (const { url, problem } of found) if (problem !== null) broken.set(url, problem);
      return found.map(({ url, source, label }) => ({ url, source, label }));
    },
    open: (text) => {
      const problem = broken.get(text);
      if (problem !== undefined) throw problem;
      const url = normalizeUrl(text);
      return open(url, () => findCertificateDirectory(search(), url));
    },
  };
}
