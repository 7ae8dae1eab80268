import { realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** Everything the search for engines depends on. */
export interface EndpointSearch {
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** URL from the command line: first of all. */
  readonly argument?: string;
  /** URLs that were added by hand. */
  readonly extra?: readonly string[];
  /** The user's number, for `/run/user/<number>`. */
  readonly userId?: number;
  /** Where a path really leads; null when nothing is there. For tests. */
  readonly realPath?: (path: string) => Promise<string | null>;
}

/** Where the Docker command line keeps its settings. */
export function dockerConfigDirectory({ environment, home }: EndpointSearch): string {
  return environment['DOCKER_CONFIG'] || join(home, '.docker');
}

/** Where a path really leads; null when nothing is there or it may not be looked at. */
export async function realPathOf(search: EndpointSearch, path: string): Promise<string | null> {
  if (search.realPath !== undefined) return search.realPath(path);
  try {
    return await realpath(path);
  } catch {
    return null; // Not there, or not for us: then it is no place to knock at.
  }
}
