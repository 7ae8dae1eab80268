import { describe, expect, test } from 'vitest';

import type { CleanupPlan, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import { parkedAtMs } from '#main/domain/cleanup/recycle-bin.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import type { SeededRandom } from '#test/live/images/seeded-random.ts';
import { idsOf, namesOf, pick, plan, rule, run, startCleanUp, undo } from '#test/support/clean-up-runs.ts';
import type { CleanUpCore } from '#test/support/clean-up-runs.ts';
import { randomPopulation, type RandomPopulation } from './random-population.ts';
import { printedSeed } from './seed.ts';

const rounds = 30;

async function somePlan(
  started: CleanUpCore,
  { keys }: RandomPopulation,
  random: SeededRandom,
): Promise<CleanupPlan> {
  const park = random.isLikely(0.4);
  if (random.isLikely(0.5)) return plan(started, rule({ kind: 'unused' }), { park });
  if (random.isLikely(0.5)) return plan(started, pick(started, ...random.sample(keys, 4)), { park });
  const { images } = await started.engine.listImages();
  const picks = random
    .sample(
      images.filter(({ tags }) => tags.length > 1),
      3,
    )
    .map(({ id, tags }) => ({ id, references: tags.slice(0, 1) }));
  return plan(started, { kind: 'picked', picks }, { park });
}

/** What Ballast says can be had back. */
function isRecoverable({ id, effect, recovery }: PlannedRemoval, saved: ReadonlySet<ImageId>): boolean {
  return effect !== 'remove' || recovery.kind === 're-pullable' || saved.has(id);
}

describe.each(['classic', 'containerd'] as const)('plan, run, undo on the %s store', (store) => {
  test(`brings back what was marked recoverable, ${rounds} times`, async () => {
    const randomOf = printedSeed(`undo on ${store}`);
    let restored = 0;
    for (let round = 0; round < rounds; round += 1) {
      const random = randomOf(round);
      const made = randomPopulation(random);
      const started = startCleanUp(made.content, { store });
      const [ids, names] = [await idsOf(started.engine), await namesOf(started.engine)];
      const shown = await somePlan(started, made, random);
      if (shown.remove.length === 0) continue;
      const saveFirst = shown.remove.map(({ id }) => id).filter(() => random.isLikely(0.5));
      const end = await run(started, shown, { saveFirst });
      expect([round, end.state, end.error]).toEqual([round, 'succeeded', null]);
      await undo(started, end.id);
      const [idsNow, namesNow] = [await idsOf(started.engine), await namesOf(started.engine)];
      const saved = new Set(saveFirst);
      for (const item of shown.remove.filter((each) => isRecoverable(each, saved))) {
        expect([round, item, idsNow.has(item.id)]).toEqual([round, item, true]);
        for (const reference of item.references.filter((name) => names.has(name))) {
          expect([round, reference, namesNow.get(reference)]).toEqual([round, reference, item.id]);
        }
        restored += 1;
      }
      // Nothing came that was not there, and nothing is left in the bin but what a person would find there.
      expect([...idsNow].filter((id) => !ids.has(id))).toEqual([]);
      expect([...namesNow.keys()].filter((name) => parkedAtMs(name) !== null)).toEqual([]);
      const again = await undo(started, end.id);
      expect(again.result?.results.filter(({ outcome }) => outcome === 'restored')).toEqual([]);
    }
    expect(restored).toBeGreaterThan(rounds);
  });
});
