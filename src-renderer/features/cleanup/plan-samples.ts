import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { CleanupPlan, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import { toContainerId, toImageId } from '#main/domain/image/hashes.ts';

const family = { key: 'base', label: 'debian:12', hue: 210, pattern: 1 };

/** An image of a test. */
export function sampleImage(name: string, changes: Partial<ImageRow> = {}): ImageRow {
  return {
    id: toImageId(name),
    tags: [`${name}:1`],
    digests: [],
    parentId: null,
    dangling: false,
    intermediate: false,
    createdAtMs: 0,
    bytes: 100,
    sharedBytes: 60,
    exclusiveBytes: 40,
    engineSharedBytes: 0,
    contentBytes: 0,
    containers: [],
    platforms: ['linux/amd64'],
    labels: {},
    recoverable: 'local-only',
    family,
    lastUsedAtMs: null,
    formerReferences: [],
    layerCount: 2,
    ...changes,
  };
}

function removal(name: string, changes: Partial<PlannedRemoval> = {}): PlannedRemoval {
  return {
    id: toImageId(name),
    effect: 'remove',
    references: [`${name}:1`],
    reasons: ['unused'],
    recoverable: 'local-only',
    ...changes,
  };
}

/** Two images that go, one that a container of a Compose project keeps. */
export const samplePlan: CleanupPlan = {
  fingerprint: 'f',
  engineId: 'engine',
  policy: { kind: 'unused' },
  remove: [removal('app'), removal('tool', { recoverable: 're-pullable' })],
  keep: [
    {
      id: toImageId('web'),
      reasons: ['in-use-by-container'],
      containers: [
        {
          id: toContainerId('c1'),
          name: 'shop-web-1',
          state: 'running',
          imageId: toImageId('web'),
          imageReference: 'web:1',
          composeProject: 'shop',
          mountedImages: [],
        },
      ],
    },
  ],
  frees: {
    total: { atLeast: 1_230_000_000 },
    layers: { atLeast: 1_230_000_000 },
    content: { exact: 0 },
    doubts: ['build-cache'],
  },
};
