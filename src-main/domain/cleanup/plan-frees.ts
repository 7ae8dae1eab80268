import type { StoreKind } from '../image/engine-snapshot.ts';
import { type ByteBound, boundBytes } from '../ledger/byte-bound.ts';
import type { FreedBytes, ReclaimDoubt } from '../ledger/reclaim-model.ts';
import type { PlannedEffect } from './cleanup-plan.ts';

/** What a plan does besides removing images. */
export interface PlanBesides {
  readonly store: StoreKind;
  readonly effects: Iterable<PlannedEffect>;
  /** How many containers go first. */
  readonly containerCount: number;
}

/**
 * What a plan frees: what its removed images free, "at least" where something else of the plan frees bytes that nobody can
 * tell before. These are single platforms, and on the containerd store the snapshots of containers that go first: the engine
 * counts them as layers (seen on 28.5.2: two of 16 KiB for a container that was only created).
 */
export function planFrees(images: FreedBytes, { store, effects, containerCount }: PlanBesides): FreedBytes {
  const hasPlatforms = [...effects].includes('remove-platforms');
  const hasContainers = store === 'containerd' && containerCount > 0;
  if (!hasPlatforms && !hasContainers) return images;
  const more: readonly ReclaimDoubt[] = [
    ...(hasContainers ? (['container-goes'] as const) : []),
    ...(hasPlatforms ? (['content-shared'] as const) : []),
  ];
  return {
    total: atLeast(images.total),
    layers: atLeast(images.layers),
    content: hasPlatforms ? atLeast(images.content) : images.content,
    doubts: [...new Set([...images.doubts, ...more])],
  };
}

function atLeast(bound: ByteBound): ByteBound {
  return { atLeast: boundBytes(bound) };
}
