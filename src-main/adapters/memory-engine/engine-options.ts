import type { StoreKind } from '../../domain/image/engine-snapshot.ts';
import type { Clock } from '../../ports/clock.ts';
import type { EngineCapabilities, EngineDescription } from '../../ports/engine/engine-system.ts';
import type { Sleep } from './call-gate.ts';
import type { LatencyModel } from './latency.ts';

/** What kind of engine to imitate. */
export interface MemoryEngineOptions {
  /** `classic` by default. */
  readonly store?: StoreKind;
  /** `1.51` by default; `1.41` is Docker 20.10, which knows fewer facts. */
  readonly apiVersion?: string;
  readonly id?: string;
  /** What it names as the folder of its data, which it does not have; empty: it does not say. */
  readonly dataRoot?: string;
  /** Containerd store only: single platforms go without force. No engine that was measured can. */
  readonly removesPlatforms?: boolean;
  readonly clock?: Clock;
  readonly latency?: LatencyModel;
  readonly sleep?: Sleep;
}

/** Minor API version. */
export function minorOf(apiVersion: string): number {
  return Number(apiVersion.split('.')[1]);
}

/** What an engine of this kind says of itself. */
export function describeMemoryEngine(options: MemoryEngineOptions): EngineDescription {
  const { store = 'classic', apiVersion = '1.51', id = 'ballast-memory-engine' } = options;
  return {
    id,
    product: 'Ballast demo engine',
    version: minorOf(apiVersion) < 42 ? '20.10.24' : '28.5.2',
    apiVersion,
    store,
    driver: store === 'classic' ? 'overlay2' : 'overlayfs',
    platform: 'linux/amd64',
    dataRoot: options.dataRoot ?? '/var/lib/docker',
    capabilities: capabilitiesOf(options),
  };
}

function capabilitiesOf(options: MemoryEngineOptions): EngineCapabilities {
  const { store = 'classic', apiVersion = '1.51', removesPlatforms = false } = options;
  const minor = minorOf(apiVersion);
  return {
    listsSharedBytes: minor >= 42,
    listsManifests: minor >= 47 && store === 'containerd',
    countsContainers: minor >= 51,
    repliesWithChains: store === 'classic',
    removesPlatforms: removesPlatforms && store === 'containerd',
  };
}
