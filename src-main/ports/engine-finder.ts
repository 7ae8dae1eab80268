import type { Engine } from './engine/engine.ts';

/** How an endpoint came to be known. */
export type EndpointSource =
  'argument' | 'DOCKER_HOST' | 'docker-context' | 'usual-socket' | 'settings' | 'demo';

/** One place where an engine may answer. */
export interface EngineEndpoint {
  /** `unix:///var/run/docker.sock`, `tcp://host:2375`, `npipe:////./pipe/docker_engine`, `demo:`. The key of an engine. */
  readonly url: string;
  readonly source: EndpointSource;
  /** Context name, or the product that usually listens there: `colima`, `Docker Desktop`. */
  readonly label: string;
}

/** Finds engines and opens them. */
export interface EngineFinder {
  /** Every endpoint worth trying, best first, each URL once; does not connect. */
  listEndpoints(): Promise<readonly EngineEndpoint[]>;
  /** Opens an engine without asking it anything yet. Errors:  `usage.invalid` for a URL no adapter knows. */
  open(url: string): Engine;
}
