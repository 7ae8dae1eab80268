import * as v from 'valibot';

import type { StoreKind } from '../../../domain/image/engine-snapshot.ts';
import { formatPlatform, text } from './fields.ts';
import { readRecord } from './read-record.ts';

const infoRecord = v.object({
  ID: text,
  Name: text,
  ServerVersion: v.string(),
  Driver: v.string(),
  DriverStatus: v.nullish(v.array(v.array(v.string())), []),
  DockerRootDir: text,
  OSType: v.string(),
  Architecture: v.string(),
});

/** What `GET /info` says and Ballast needs. */
export interface EngineSelf {
  readonly id: string;
  /** Name of its machine and folder of its data: the same over restarts, even where the ID is not. */
  readonly place: string;
  /** Folder of its data; empty when it does not say. */
  readonly dataRoot: string;
  readonly version: string;
  readonly driver: string;
  readonly store: StoreKind;
  readonly platform: string;
}

/** Reads `GET /info`. */
export function readInfo(raw: unknown): EngineSelf {
  const record = readRecord(infoRecord, raw, 'GET /info');
  return {
    id: record.ID,
    place: `${record.Name}:${record.DockerRootDir}`,
    dataRoot: record.DockerRootDir,
    version: record.ServerVersion,
    driver: record.Driver,
    store: storeKind(record.DriverStatus),
    platform: hostPlatform(record.OSType, record.Architecture),
  };
}

/** Docker with the containerd store has `["driver-type", "io.containerd.snapshotter.v1"]`. */
function storeKind(status: readonly (readonly string[])[]): StoreKind {
  const isContainerd = status.some(
    ([name, value]) => name === 'driver-type' && value?.startsWith('io.containerd.snapshotter'),
  );
  return isContainerd ? 'containerd' : 'classic';
}

/** Kernel names of architectures as `/info` has them, and Go names as platforms have them. */
const architectures: Readonly<Record<string, readonly [architecture: string, variant?: string]>> = {
  x86_64: ['amd64'],
  aarch64: ['arm64'],
  armv7l: ['arm', 'v7'],
  armv6l: ['arm', 'v6'],
  i386: ['386'],
  i686: ['386'],
};

function hostPlatform(os: string, machine: string): string {
  const [architecture, variant = ''] = architectures[machine] ?? [machine];
  return formatPlatform({ os, architecture, variant });
}
