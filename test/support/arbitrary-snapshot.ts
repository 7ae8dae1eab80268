import fc from 'fast-check';

import type { EngineSnapshot, StoreKind } from '#main/domain/image/engine-snapshot.ts';

import type { ImageRecipe, TrueEngine } from './true-engine.ts';
import { trueEngine } from './true-engine.ts';

/** What a snapshot may leave out or hide. All off: every fact the engine could tell is there. */
export interface SnapshotOptions {
  readonly store?: StoreKind;
  /** Leave out `SharedSize` of some images. */
  readonly hidesShares?: boolean;
  /** Leave out sizes of some images. */
  readonly hidesSizes?: boolean;
  /** Leave some images not inspected. */
  readonly hidesStacks?: boolean;
  /** Let containers stand on images that are gone. */
  readonly hasLostImages?: boolean;
  /** Let the build cache share layers. */
  readonly hasCache?: boolean;
}

/** A snapshot together with the hidden truth it was made from. */
export interface TrueSnapshot {
  readonly snapshot: EngineSnapshot;
  readonly truth: TrueEngine;
}

/**
 * Consistent snapshots of small engines whose true layers are known, so that every claim can be compared with the truth.
 * Few distinct layers and sizes on purpose: that makes sharing, twins, repeated layers and equal sums likely.
 */
export function arbitrarySnapshot(options: SnapshotOptions = {}): fc.Arbitrary<TrueSnapshot> {
  return fc
    .record({
      store: options.store ? fc.constant(options.store) : fc.constantFrom<StoreKind>('classic', 'containerd'),
      images: fc.array(arbitraryImage(options), { minLength: 1, maxLength: 8 }),
      sizes: fc.array(fc.constantFrom(0, 0, 1, 2, 5, 5, 40, 300), { minLength: 10, maxLength: 10 }),
      cachedNodes: options.hasCache ? fc.array(fc.nat(20), { maxLength: 4 }) : fc.constant([]),
    })
    .map((recipe) => {
      const truth = trueEngine(recipe);
      return { snapshot: truth.snapshot, truth };
    });
}

/** Some of the images of a snapshot, by their index; may repeat. */
export function arbitrarySelection(): fc.Arbitrary<readonly number[]> {
  return fc.array(fc.nat(9), { maxLength: 10 });
}

function arbitraryImage(options: SnapshotOptions): fc.Arbitrary<ImageRecipe> {
  const rarely = (isOn: boolean | undefined): fc.Arbitrary<boolean> =>
    isOn ? fc.nat(3).map((number) => number === 0) : fc.constant(false);
  return fc.record({
    from: fc.nat(8),
    keep: fc.nat(12),
    steps: fc.array(fc.record({ kind: fc.nat(6), content: fc.nat(9) }), { maxLength: 5 }),
    variant: fc.nat(2).map((number) => number % 2),
    otherPlatform: fc.option(fc.nat(8), { freq: 3 }),
    isOtherUnpacked: fc.boolean(),
    hasAttestation: fc.nat(4).map((number) => number === 0),
    isLoaded: fc.boolean(),
    isTagged: fc.boolean(),
    hidesShare: rarely(options.hidesShares),
    hidesSize: rarely(options.hidesSizes),
    hidesStacks: rarely(options.hidesStacks),
    isLost: rarely(options.hasLostImages),
  });
}
