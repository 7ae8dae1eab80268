import type { StoreKind } from '../../../domain/image/engine-snapshot.ts';
import type { EngineCapabilities, EngineDescription } from '../../../ports/engine/engine-system.ts';
import type { Connection } from '../connection.ts';
import { readInfo } from '../records/info.ts';
import type { Peer } from './ping.ts';

/** `GET /info` and what the ping said; `/version` would add nothing and forks processes. */
export async function describeEngine(
  connection: Connection,
  signal?: AbortSignal,
): Promise<EngineDescription> {
  const deadlineMs = connection.deadlines.describeMs;
  const self = readInfo(await connection.json({ path: '/info', deadlineMs, signal }));
  const peer = await connection.peer(signal);
  return {
    // Podman draws a new ID for every answer (podman pkg/api/handlers/compat/info.go, `uuid.New()`).
    id: peer.isPodman || self.id === '' ? `${self.place} at ${connection.url}` : self.id,
    product: peer.isPodman ? 'Podman Engine' : 'Docker Engine',
    version: self.version,
    apiVersion: peer.apiVersion,
    store: self.store,
    driver: self.driver,
    platform: self.platform,
    dataRoot: self.dataRoot,
    capabilities: capabilitiesOf(peer, self.store),
  };
}

function capabilitiesOf(peer: Peer, store: StoreKind): EngineCapabilities {
  return {
    listsSharedBytes: listsSharedBytes(peer),
    listsManifests: peer.apiMinor >= 47 && store === 'containerd',
    countsContainers: peer.apiMinor >= 51,
    repliesWithChains: repliesWithChains(peer, store),
    removesPlatforms: false, // Why: remove-platforms.ts
  };
}

/** Podman knows the parameter and answers 0 for every image. */
export function listsSharedBytes(peer: Peer): boolean {
  return peer.apiMinor >= 42 && !peer.isPodman;
}

/** Only Docker's classic store names the chains that went. */
export function repliesWithChains(peer: Peer, store: StoreKind): boolean {
  return store === 'classic' && !peer.isPodman;
}
