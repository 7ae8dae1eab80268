import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { CleanupPlan, PlannedKeep } from '#main/domain/cleanup/cleanup-plan.ts';
import type { ContainerState, EngineContainer } from '#main/domain/image/engine-snapshot.ts';
import { toContainerId, toImageId, type ImageId } from '#main/domain/image/hashes.ts';
import type { FreedBytes } from '#main/domain/ledger/reclaim-model.ts';
import { planWith, sampleRemoval } from '#renderer/state/cleanup-samples.ts';
import { imageRow } from '#renderer/state/image-row-samples.ts';

/** A container of the image `web`. */
export function sampleContainer(name: string, state: ContainerState = 'running'): EngineContainer {
  return {
    id: toContainerId(name),
    name,
    state,
    imageId: toImageId('web'),
    imageReference: 'web:1',
    composeProject: 'shop',
    mountedImages: [],
  };
}

/** An image that stays. */
export function sampleKeep(name: string, changes: Partial<PlannedKeep> = {}): PlannedKeep {
  return { id: toImageId(name), reasons: ['tagged'], containers: [], pin: null, ...changes };
}

/** Three images that go for two reasons, one that a container of a Compose project keeps. */
export const samplePlan: CleanupPlan = planWith(
  [
    sampleRemoval('app', { frees: { exact: 500 } }),
    sampleRemoval('tool', {
      recovery: { kind: 're-pullable', pullFrom: ['tool@sha256:1'], builtBy: null },
      frees: { exact: 700 },
    }),
    sampleRemoval('left', { references: [], reasons: ['dangling', 'unused'], frees: { exact: 300 } }),
  ],
  {
    keep: [
      sampleKeep('web', {
        reasons: ['in-use-by-container'],
        containers: [sampleContainer('shop-web-1', 'exited')],
      }),
      sampleKeep('kept', { reasons: ['pinned'], pin: { kind: 'reference', pattern: 'kept:*' } }),
    ],
    frees: {
      total: { atLeast: 1_230_000_000 },
      layers: { atLeast: 1_230_000_000 },
      content: { exact: 0 },
      doubts: ['build-cache'],
    },
    affected: [{ id: toImageId('web'), change: 'becomes-exclusive' }],
    notes: [{ kind: 'not-enough', asked: 5_000_000_000, most: { atLeast: 1_230_000_000 } }],
  },
);

/** What the window knows by itself: a hundred bytes an image. */
export const sampleFacts = {
  imagesById: new Map<ImageId, ImageRow>(
    ['app', 'tool', 'left', 'web', 'kept'].map((name) => {
      const tags = name === 'left' ? [] : [`${name}:1`];
      return [toImageId(name), imageRow(name, { id: toImageId(name), tags })];
    }),
  ),
  freedByExactly(ids: Iterable<ImageId>): FreedBytes {
    const total = { exact: 100 * [...ids].length };
    return { total, layers: total, content: { exact: 0 }, doubts: [] };
  },
};
