import type { EngineSnapshot, StoreKind } from '#main/domain/image/engine-snapshot.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { buildLedger } from '#main/domain/ledger/build-ledger.ts';
import { buildReclaimModel } from '#main/domain/ledger/build-reclaim-model.ts';
import { reclaimCalculator } from '#main/domain/ledger/freed-bytes.ts';
import { imageSizes } from '#main/domain/ledger/image-sizes.ts';
import { isKnown } from '#main/domain/unknown.ts';

import type { Row, Timing } from './measure.ts';
import { medianTiming } from './measure.ts';
import { inventPopulation } from './population.ts';

/**
 * The ledger at 10,000 images of 15 layers. The reference counts every layer of every image in one Map: the least that any
 * answer about shared layers must do. Snapshots are read from JSON anew for each run, so that no text comes hashed already.
 */
export function ledgerRows(store: StoreKind): readonly Row[] {
  const text = JSON.stringify(inventPopulation({ images: 10_000, layersEach: 15, store, seed: 20_261_123 }));
  const prepare = (): EngineSnapshot => JSON.parse(text) as EngineSnapshot;
  const reference = {
    name: 'count all layers in a Map',
    timing: medianTiming({ prepare, run: countLayers }),
  };
  const row = (name: string, measured: Timing, aimMs: number | null): Row => {
    return { name: `${store}: ${name}`, measured, reference, aimMs };
  };
  const snapshot = prepare();
  const ledger = buildLedger(snapshot);
  const model = buildReclaimModel(ledger, snapshot);
  const answer = reclaimCalculator(model);
  const all = snapshot.images.map((image) => image.id);
  const half = all.filter((_, index) => index % 2 === 0);
  return [
    row(
      'build the ledger, 10,000 × 15 layers',
      medianTiming({ prepare, run: (fresh) => buildLedger(fresh) }),
      100,
    ),
    row(
      'build the reclaim model',
      medianTiming({ prepare: () => ledger, run: (built) => buildReclaimModel(built, snapshot) }),
      null,
    ),
    // A copy each time: an index is kept with its model.
    row(
      'index the model once',
      medianTiming({ prepare: () => ({ ...model }), run: reclaimCalculator }),
      null,
    ),
    row('sizes of all images', medianTiming({ prepare: () => ledger, run: imageSizes }), null),
    row(
      'changed selection: one image ticked',
      changedSelection(answer, [all.slice(0, 1), all.slice(1, 2)]),
      5,
    ),
    row('changed selection: one more of 5,000', changedSelection(answer, [half, half.slice(1)]), 5),
    row('changed selection: all, then none', changedSelection(answer, [all, []]), 5),
  ];
}

function countLayers(snapshot: EngineSnapshot): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { stacks } of snapshot.images) {
    if (!isKnown(stacks)) continue;
    for (const { diffIds } of stacks)
      for (const diffId of diffIds) counts.set(diffId, (counts.get(diffId) ?? 0) + 1);
  }
  return counts;
}

/** The slower of the answers to these selections. */
function changedSelection(
  answer: (ids: readonly ImageId[]) => unknown,
  selections: readonly ImageId[][],
): Timing {
  const times = selections.map((ids) => medianTiming({ prepare: () => ids, run: answer }, 50));
  return times.reduce((slower, timing) => (timing.cpuMs > slower.cpuMs ? timing : slower));
}
