import type { AppError } from '../../domain/app-error.ts';
import type { EndpointSource, EngineEndpoint } from '../../ports/engine-finder.ts';
import { readDockerContexts } from './docker-contexts.ts';
import type { DockerContext, DockerContexts } from './docker-contexts.ts';
import { realPathOf } from './endpoint-search.ts';
import type { EndpointSearch } from './endpoint-search.ts';
import { normalizeUrl } from './normalize-url.ts';
import { listUsualSockets } from './usual-sockets.ts';

/** An endpoint, or a place in Docker's settings that should name one and is broken. */
export interface FoundEndpoint extends EngineEndpoint {
  /** Why it cannot be opened; its URL is then `docker-context:<name>` or `docker-config:` and nothing to connect to. */
  readonly problem: AppError | null;
}

/**
 * Every endpoint worth trying, best first, each once: the argument, DOCKER_HOST, the current context, other contexts,
 * what was added by hand, the usual sockets. Connects to nothing. What is broken in Docker's settings has a row too.
 */
export async function findEndpoints(search: EndpointSearch): Promise<readonly EngineEndpoint[]> {
  const found = await searchEndpoints(search);
  return found.map(({ url, source, label }) => ({ url, source, label }));
}

/** Like `findEndpoints`, with what is wrong with the broken ones. */
export async function searchEndpoints(search: EndpointSearch): Promise<readonly FoundEndpoint[]> {
  const docker = await readDockerContexts(search);
  const { argument = '', environment, extra = [] } = search;
  const all = [
    named(argument, 'argument', argument),
    named(environment['DOCKER_HOST'] ?? '', 'DOCKER_HOST', 'DOCKER_HOST'),
    ...contextEndpoints(docker),
    ...extra.map((url) => named(url, 'settings', url)),
    ...(await listUsualSockets(search)).map(({ url, label }) => named(url, 'usual-socket', label)),
  ];
  return eachOnce(
    search,
    all.filter(({ url }) => url !== ''),
  );
}

function named(url: string, source: EndpointSource, label: string): FoundEndpoint {
  return { url: normalizeUrl(url), source, label, problem: null };
}

function contextEndpoints({ current, contexts, problem }: DockerContexts): readonly FoundEndpoint[] {
  const isCurrent = ({ name }: DockerContext): boolean => name === current;
  const ordered = [...contexts.filter(isCurrent), ...contexts.filter((context) => !isCurrent(context))];
  const endpoints = ordered.map((context): FoundEndpoint => ({
    url: context.problem === null ? context.url : `docker-context:${context.name}`,
    source: 'docker-context',
    label: context.name,
    problem: context.problem,
  }));
  if (problem === null) return endpoints;
  return [{ url: 'docker-config:', source: 'docker-context', label: 'config.json', problem }, ...endpoints];
}

/** The same socket has many names: `/var/run` is `/run`, and Docker Desktop links its own to the usual place. */
async function eachOnce(
  search: EndpointSearch,
  endpoints: readonly FoundEndpoint[],
): Promise<readonly FoundEndpoint[]> {
  const known = new Set<string>();
  const places = await Promise.all(endpoints.map(({ url }) => placeOf(search, url)));
  return endpoints.filter((_, index) => {
    const place = places[index] ?? '';
    if (known.has(place)) return false;
    known.add(place);
    return true;
  });
}

async function placeOf(search: EndpointSearch, url: string): Promise<string> {
  if (!url.startsWith('unix://')) return url.replace(/\/$/, '');
  const path = url.slice('unix://'.length);
  return `unix://${(await realPathOf(search, path)) ?? path}`;
}
