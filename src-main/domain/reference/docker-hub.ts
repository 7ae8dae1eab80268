/** The registry that is meant where none is given. */
export const dockerHub = 'docker.io';

/** Where Docker Hub keeps the images whose names have one component. */
const officialPrefix = 'library/';

/**
 * Other host names of Docker Hub. Nobody else in the program knows them.
 * An engine folds `index.docker.io` by itself but keeps what was tagged `registry-1.docker.io/…` under that very
 * name: to act on a tag, send the engine the string it gave, never a parsed and formatted one.
 */
const aliases: ReadonlySet<string> = new Set(['index.docker.io', 'registry-1.docker.io']);

/** A name with its registry folded to `docker.io` where it is an alias, and `library/` filled in. */
export function expandHubName(
  registry: string | null,
  path: string,
): { registry: string; repository: string } {
  const folded = registry === null || aliases.has(registry) ? dockerHub : registry;
  const isOfficial = folded === dockerHub && !path.includes('/');
  return { registry: folded, repository: isOfficial ? officialPrefix + path : path };
}

/** The repository as people write it on Docker Hub: `library/ubuntu` is `ubuntu`. */
export function shortenHubRepository(repository: string): string {
  const rest = repository.startsWith(officialPrefix) ? repository.slice(officialPrefix.length) : repository;
  return rest.includes('/') ? repository : rest;
}
