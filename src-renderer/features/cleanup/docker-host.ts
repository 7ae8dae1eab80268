import type { EndpointRow } from '#main/contract/operations/engines.ts';

/** What `docker --host` must be given to reach the same engine; null when `docker` finds it by itself, or never. */
export function dockerHost(endpoints: readonly EndpointRow[], current: string | null): string | null {
  const row = endpoints.find(({ url }) => url === current);
  if (row === undefined || row.url === 'unix:///var/run/docker.sock') return null;
  switch (row.source) {
    case 'DOCKER_HOST':
    case 'docker-context':
    case 'demo':
      return null;
    case 'argument':
    case 'usual-socket':
    case 'settings':
      return row.url.startsWith('demo:') ? null : row.url;
  }
}
