import { createHash } from 'node:crypto';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { arbitrarySelection, arbitrarySnapshot } from '#test/support/arbitrary-snapshot.ts';
import type { SnapshotOptions, TrueSnapshot } from '#test/support/arbitrary-snapshot.ts';

import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { isKnown } from '../unknown.ts';
import type { Histories } from './build-ledger.ts';
import { buildLedger, historyKey } from './build-ledger.ts';
import { buildReclaimModel } from './build-reclaim-model.ts';
import { boundBytes, isExact } from './byte-bound.ts';
import { reclaimCalculator } from './freed-bytes.ts';
import { historiesForEdges, historiesForLayers } from './histories-needed.ts';
import { imageSizes } from './image-sizes.ts';
import type { Ledger } from './ledger.ts';
import { ledgerSums } from './ledger-sums.ts';
import { listLayers } from './list-layers.ts';
import type { FreedBytes } from './reclaim-model.ts';

/** Raise it to search longer: `LEDGER_RUNS=20000 vitest run …`. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: Number(process.env['LEDGER_RUNS'] ?? 150) });

const everything: SnapshotOptions = {
  hidesShares: true,
  hidesSizes: true,
  hidesStacks: true,
  hasLostImages: true,
  hasCache: true,
};
const allTold: SnapshotOptions = {};
const fullClassic: SnapshotOptions = { store: 'classic' };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Layers of a ledger by their diffIDs joined with a space, as the truth names them. */
function layersByKey(ledger: Ledger): Map<string, number | 'unknown'> {
  const keys = new Map<string, string>();
  return new Map(
    listLayers(ledger, sha256).map((layer) => {
      const below = layer.parentChainId === null ? [] : [keys.get(layer.parentChainId)];
      const key = [...below, layer.diffId].join(' ');
      keys.set(layer.chainId, key);
      return [key, layer.bytes];
    }),
  );
}

/** Images by their index, those that a container uses left out: they can't be removed, and a plan never does. */
function pick(snapshot: EngineSnapshot, numbers: readonly number[]): ImageId[] {
  const used = new Set<string>(snapshot.containers.map((container) => container.imageId));
  const free = snapshot.images.filter(({ manifests }) => !manifests.some(({ digest }) => used.has(digest)));
  return numbers.flatMap((number) => free[number]?.id ?? []);
}

function answers(snapshot: EngineSnapshot, histories?: Histories): (ids: Iterable<ImageId>) => FreedBytes {
  return reclaimCalculator(buildReclaimModel(buildLedger(snapshot, histories), snapshot));
}

function expectTrueLayers(ledger: Ledger, { truth }: TrueSnapshot): void {
  for (const [key, bytes] of layersByKey(ledger)) {
    if (isKnown(bytes)) expect([key, bytes]).toEqual([key, truth.layerBytes.get(key)]);
  }
}

function expectTruePromise(freed: FreedBytes, { truth }: TrueSnapshot, ids: readonly ImageId[]): void {
  const real = truth.freed(new Set(ids));
  const all = { ...real, total: real.layers + real.content };
  for (const part of ['layers', 'content', 'total'] as const) {
    const bound = freed[part];
    if (isExact(bound)) expect([part, bound.exact]).toEqual([part, all[part]]);
    else expect(bound.atLeast, part).toBeLessThanOrEqual(all[part]);
  }
  expect(isExact(freed.total)).toBe(freed.doubts.length === 0);
}

describe('layers against the truth', () => {
  it('holds exactly the layers that are on disk', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(allTold), ({ snapshot, truth }) => {
        expect(new Set(layersByKey(buildLedger(snapshot)).keys())).toEqual(new Set(truth.layerBytes.keys()));
      }),
    );
  });

  it.each([
    ['all facts', allTold],
    ['any fact missing', everything],
  ])('never gives a layer a wrong size: %s', (_, options) => {
    fc.assert(
      fc.property(arbitrarySnapshot(options), (made) => {
        expectTrueLayers(buildLedger(made.snapshot), made);
        expectTrueLayers(buildLedger(made.snapshot, made.truth.histories), made);
      }),
    );
  });

  it('ignores no history of a consistent engine', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(everything), ({ snapshot, truth }) => {
        expect([...buildLedger(snapshot, truth.histories).historiesIgnored]).toEqual([]);
      }),
    );
  });

  it('knows every layer of the containerd store once all histories are read', () => {
    fc.assert(
      fc.property(arbitrarySnapshot({ store: 'containerd', hidesShares: true }), ({ snapshot, truth }) => {
        const sums = ledgerSums(buildLedger(snapshot, truth.histories));
        expect(sums.isComplete).toBe(true);
        expect(sums.layerBytes).toBe([...truth.layerBytes.values()].reduce((sum, bytes) => sum + bytes, 0));
      }),
    );
  });

  it('is not changed by an adverse history: what it contradicts stays unknown or true', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(fullClassic), fc.nat(7), fc.nat(9), (made, number, at) => {
        const [key, entries] = [...made.truth.histories][number] ?? [];
        if (key === undefined || entries?.[at] === undefined) return;
        const wrong = entries.map((entry, index) =>
          index === at ? { ...entry, bytes: entry.bytes + 1 } : entry,
        );
        const ledger = buildLedger(made.snapshot, new Map([...made.truth.histories, [key, wrong]]));
        // The image's own size says that the sum is wrong, so this one can be caught.
        expect(ledger.historiesIgnored).toContain(key);
        expectTrueLayers(ledger, made);
      }),
    );
  });
});

describe('histories that are asked for', () => {
  it.each([
    ['edges', historiesForEdges],
    ['layers', historiesForLayers],
  ])('come to an end, each asked once, and there they leave nothing to learn: %s', (_, needed) => {
    fc.assert(
      fc.property(arbitrarySnapshot({ hidesShares: true, hidesSizes: true }), ({ snapshot, truth }) => {
        const read = new Map<
          string,
          typeof truth.histories extends ReadonlyMap<string, infer T> ? T : never
        >();
        for (let choices = needed(buildLedger(snapshot)); choices.length > 0;) {
          for (const { imageId, platform } of choices) {
            const key = historyKey(imageId, platform);
            expect(read.has(key)).toBe(false);
            read.set(key, truth.histories.get(key) ?? []);
          }
          choices = needed(buildLedger(snapshot, read));
        }
        const unknowns = (ledger: Ledger): number =>
          [...layersByKey(ledger).values()].filter((b) => !isKnown(b)).length;
        if (needed === historiesForLayers && truth.histories.size <= 6) {
          expect(unknowns(buildLedger(snapshot, read))).toBe(
            unknowns(buildLedger(snapshot, truth.histories)),
          );
        }
      }),
    );
  });

  it('are none where the sums say everything', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(fullClassic), ({ snapshot }) => {
        const model = buildReclaimModel(buildLedger(snapshot), snapshot);
        if (model.edgeBytes.every(isKnown)) expect(historiesForEdges(buildLedger(snapshot))).toEqual([]);
      }),
    );
  });
});

describe('promises against the truth', () => {
  it.each([
    ['all facts', allTold],
    ['any fact missing', everything],
    ['images that are gone', { hasLostImages: true }],
    ['a build cache', { hasCache: true }],
    ['images not inspected', { hidesStacks: true }],
  ])('exact is exact, at least is at least: %s', (_, options) => {
    fc.assert(
      fc.property(
        arbitrarySnapshot(options),
        arbitrarySelection(),
        fc.boolean(),
        (made, numbers, withHistories) => {
          const ids = pick(made.snapshot, numbers);
          const freed = answers(made.snapshot, withHistories ? made.truth.histories : undefined)(ids);
          expectTruePromise(freed, made, ids);
        },
      ),
    );
  });

  it('are exact on the classic store once all histories of unambiguous builds are read', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(fullClassic), arbitrarySelection(), ({ snapshot, truth }, numbers) => {
        const model = buildReclaimModel(buildLedger(snapshot, truth.histories), snapshot);
        fc.pre(model.edgeBytes.every(isKnown));
        const ids = pick(snapshot, numbers);
        expect(reclaimCalculator(model)(ids).total).toEqual({ exact: truth.freed(new Set(ids)).layers });
      }),
    );
  });

  it('grow with the selection', () => {
    fc.assert(
      fc.property(
        arbitrarySnapshot(everything),
        arbitrarySelection(),
        arbitrarySelection(),
        ({ snapshot }, a, b) => {
          const answer = answers(snapshot);
          const [small, large] = [answer(pick(snapshot, a)), answer(pick(snapshot, [...a, ...b]))];
          for (const part of ['layers', 'content', 'total'] as const) {
            expect(boundBytes(small[part])).toBeLessThanOrEqual(boundBytes(large[part]));
          }
        },
      ),
    );
  });

  it('are together at least what they are apart', () => {
    fc.assert(
      fc.property(
        arbitrarySnapshot(everything),
        arbitrarySelection(),
        arbitrarySelection(),
        ({ snapshot }, a, b) => {
          const answer = answers(snapshot);
          const others = b.filter((number) => !a.includes(number));
          const [left, right] = [answer(pick(snapshot, a)), answer(pick(snapshot, others))];
          const both = answer(pick(snapshot, [...a, ...others]));
          for (const part of ['layers', 'content', 'total'] as const) {
            expect(boundBytes(both[part])).toBeGreaterThanOrEqual(
              boundBytes(left[part]) + boundBytes(right[part]),
            );
          }
        },
      ),
    );
  });

  it('are a lower bound as soon as a layer that goes is of unknown size', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(allTold), fc.nat(30), ({ snapshot }, number) => {
        const model = buildReclaimModel(buildLedger(snapshot), snapshot);
        fc.pre(model.edgeBytes.length > 0);
        const at = number % model.edgeBytes.length;
        const edgeBytes = model.edgeBytes.map((bytes, edge) => (edge === at ? 'unknown' : bytes));
        const freed = reclaimCalculator({ ...model, edgeBytes, edgeFloors: [] })(
          snapshot.images.map(({ id }) => id),
        );
        expect(isExact(freed.layers)).toBe(false);
        expect(freed.doubts).toContain('layer-bytes-unknown');
      }),
    );
  });
});

describe('sizes of images', () => {
  it('add up: all layers are what images have alone and what they share, counted once', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(allTold), ({ snapshot, truth }) => {
        const ledger = buildLedger(snapshot, truth.histories);
        const sums = ledgerSums(ledger);
        const exclusive = [...imageSizes(ledger).values()].map((sizes) => sizes.exclusiveBytes);
        fc.pre(isKnown(sums.layerBytes) && isKnown(sums.sharedBytes) && exclusive.every(isKnown));
        const alone = exclusive.filter(isKnown).reduce((sum, bytes) => sum + bytes, 0);
        expect(alone + Number(sums.sharedBytes)).toBe(sums.layerBytes);
        expect(sums.layerBytes).toBe([...truth.layerBytes.values()].reduce((sum, bytes) => sum + bytes, 0));
      }),
    );
  });

  it('are the layers that one image holds and those that several hold, platforms apart', () => {
    fc.assert(
      fc.property(arbitrarySnapshot({ hasLostImages: true }), ({ snapshot, truth }) => {
        const ledger = buildLedger(snapshot, truth.histories);
        const layers = listLayers(ledger, sha256);
        fc.pre(layers.every(({ bytes }) => isKnown(bytes)));
        for (const [id, sizes] of imageSizes(ledger)) {
          const own = layers.filter(({ images }) => images.includes(id));
          const sumOf = (some: typeof own): number => some.reduce((sum, { bytes }) => sum + Number(bytes), 0);
          expect(sizes.exclusiveBytes).toBe(sumOf(own.filter(({ images }) => images.length === 1)));
          expect(sizes.sharedBytes).toBe(sumOf(own.filter(({ images }) => images.length > 1)));
        }
      }),
    );
  });

  it('are what the engine says where it says it, whatever else is missing', () => {
    fc.assert(
      fc.property(arbitrarySnapshot({ hidesShares: true, hasLostImages: true }), ({ snapshot, truth }) => {
        const sizes = imageSizes(buildLedger(snapshot, truth.histories));
        for (const image of snapshot.images) {
          const { sharedBytes, exclusiveBytes, layerBytes } = sizes.get(image.id) ?? {};
          if (isKnown(image.sharedBytes) && typeof sharedBytes === 'number')
            expect(sharedBytes).toBe(image.sharedBytes);
          if (typeof exclusiveBytes === 'number' && typeof sharedBytes === 'number') {
            expect(exclusiveBytes + sharedBytes).toBe(layerBytes);
          }
        }
      }),
    );
  });

  it('are what removing the image alone frees', () => {
    fc.assert(
      fc.property(arbitrarySnapshot(fullClassic), fc.nat(7), ({ snapshot }, number) => {
        const image = snapshot.images[number % Math.max(1, snapshot.images.length)];
        fc.pre(image !== undefined);
        const ledger = buildLedger(snapshot);
        const freed = reclaimCalculator(buildReclaimModel(ledger, snapshot))([image.id]);
        expect(freed.layers).toEqual({ exact: imageSizes(ledger).get(image.id)?.exclusiveBytes });
      }),
    );
  });
});

describe('order and names', () => {
  it('change nothing', () => {
    fc.assert(
      fc.property(
        arbitrarySnapshot(everything),
        arbitrarySelection(),
        fc.infiniteStream(fc.nat()),
        (made, numbers, dice) => {
          const { snapshot, truth } = made;
          const ids = pick(snapshot, numbers);
          const shuffled = {
            ...snapshot,
            images: snapshot.images.toSorted(() => ((dice.next().value ?? 0) % 2) * 2 - 1),
          };
          const histories = new Map([...truth.histories].reverse());
          expect(answers(shuffled, histories)(ids.toReversed())).toEqual(
            answers(snapshot, truth.histories)(ids),
          );
          expect(layersByKey(buildLedger(shuffled, histories))).toEqual(
            new Map([...layersByKey(buildLedger(snapshot, truth.histories))]),
          );
          const renamed = {
            ...snapshot,
            images: snapshot.images.map((image) => ({ ...image, tags: ['new-name:1'] })),
          };
          expect(answers(renamed)(ids)).toEqual(answers(snapshot)(ids));
        },
      ),
    );
  });
});
