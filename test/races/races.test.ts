import { setImmediate } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import type { MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { pinLookup } from '#main/domain/cleanup/pin-lookup.ts';
import { parkedAtMs } from '#main/domain/cleanup/recycle-bin.ts';
import type { ContainerId, ImageId } from '#main/domain/image/hashes.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { Store } from '#main/ports/store.ts';
import type { SeededRandom } from '#test/live/images/seeded-random.ts';
import { idsOf, pick, plan, rule, run, startCleanUp, type CleanUpCore } from '#test/support/clean-up-runs.ts';
import { randomPopulation, type RandomPopulation } from './random-population.ts';
import { printedSeed } from './seed.ts';
import { SomebodyElse } from './somebody-else.ts';

const races = 200;

/** What our calls did to the engine. */
interface OurDeeds {
  readonly images: { readonly id: ImageId; readonly wasPinned: boolean }[];
  readonly names: string[];
  readonly containers: ContainerId[];
}

interface Race {
  readonly deeds: OurDeeds;
  readonly random: SeededRandom;
  somebody: SomebodyElse | null;
  store: Store | null;
}

/** Lets somebody else in before our calls, from the moment the plan was checked, and notes what ours do. */
function contended(race: Race): (engine: MemoryEngine) => Engine {
  let isArmed = false;
  const moments = new Moments();
  const letIn = (moment: 'between' | 'in-the-moment'): void => {
    if (!isArmed || !race.random.isLikely(0.25)) return;
    if (moment === 'in-the-moment' || moments.isNone) race.somebody?.act(moment);
  };
  return (engine) => {
    // Nothing is awaited before the call itself: our own wait would be a moment that the product does not have.
    const removing = async (
      signal: AbortSignal | undefined,
      call: () => ReturnType<Engine['removeImage']>,
    ) => {
      const pinOf = pinLookup(race.store?.pins().map(({ pin }) => pin) ?? []);
      letIn('in-the-moment');
      const removal = call();
      moments.end(signal);
      const reply = await removal;
      for (const id of reply.removedImages) {
        const wasPinned = pinOf({ id, tags: reply.untagged, digests: [], labels: {} }) !== null;
        race.deeds.images.push({ id, wasPinned });
      }
      race.deeds.names.push(...reply.untagged);
      return reply;
    };
    return {
      ...engine,
      totals: (...input) => {
        isArmed = true;
        return engine.totals(...input);
      },
      inspectImage: async (image, choice, signal) => {
        // What looks again does not rely on its earlier look.
        moments.end(signal);
        letIn('between');
        if (isArmed) moments.begin(signal);
        return engine
          .inspectImage(image, choice, signal)
          .finally(() => void setImmediate().then(() => moments.end(signal)));
      },
      listContainers: async (signal) => {
        // Items that run side by side get out of step.
        for (let turns = race.random.between(1, 4); turns > 0; turns -= 1) await setImmediate();
        letIn('between');
        return engine.listContainers(signal);
      },
      tagImage: (image, target, signal) => {
        moments.end(signal);
        letIn('between');
        return engine.tagImage(image, target, signal);
      },
      untagImage: (reference, signal) => removing(signal, () => engine.untagImage(reference, signal)),
      removeImage: (id, signal) => removing(signal, () => engine.removeImage(id, signal)),
      removeContainer: async (id, signal) => {
        letIn('in-the-moment');
        await engine.removeContainer(id, signal);
        race.deeds.containers.push(id);
      },
    };
  };
}

/** Items that have looked at a name and not yet changed it. Several run side by side; each has a signal of its own. */
class Moments {
  readonly #open = new Set<AbortSignal | undefined>();

  get isNone(): boolean {
    return this.#open.size === 0;
  }

  begin(signal: AbortSignal | undefined): void {
    this.#open.add(signal);
  }

  end(signal: AbortSignal | undefined): void {
    this.#open.delete(signal);
  }
}

async function somePlan(
  started: CleanUpCore,
  { keys, containers: names }: RandomPopulation,
  random: SeededRandom,
) {
  const { containers } = await started.engine.listContainers();
  const stopped = containers.filter(({ name, state }) => names.includes(name) && state !== 'running');
  const options = {
    park: random.isLikely(0.3),
    containers: random.isLikely(0.5) ? stopped.map(({ id }) => id) : [],
  };
  if (random.isLikely(0.5)) return plan(started, rule({ kind: 'unused' }), options);
  if (random.isLikely(0.6)) return plan(started, pick(started, ...random.sample(keys, 6)), options);
  const { images } = await started.engine.listImages();
  const several = random.sample(
    images.filter(({ tags }) => tags.length > 1),
    4,
  );
  const picks = several.map(({ id, tags }) => ({ id, references: tags.slice(0, 1) }));
  return plan(started, { kind: 'picked', picks }, options);
}

/**
 * Names our calls may drop: those of the plan, and with the last tag of a repository its digests. A name that a nameless
 * image was given in the very moment goes with it: by its ID is the only way to remove it.
 */
function mayDrop(shown: CleanupPlan, { namesOfTheMoment }: SomebodyElse): (name: string) => boolean {
  const names = new Set(shown.remove.flatMap(({ references }) => references));
  const ids = new Set<string>(shown.remove.map(({ id }) => id));
  return (name) =>
    names.has(name) ||
    namesOfTheMoment.has(name) ||
    parkedAtMs(name) !== null ||
    name.includes('@') ||
    ids.has(name);
}

describe.each(['classic', 'containerd'] as const)(
  'somebody else at the same engine on the %s store',
  (store) => {
    test(`never widens what is removed, in ${races / 2} races`, async () => {
      const randomOf = printedSeed(`races on ${store}`);
      let [contested, removed, blocked] = [0, 0, 0];
      for (let round = 0; round < races / 2; round += 1) {
        const random = randomOf(round);
        const made = randomPopulation(random);
        const deeds: OurDeeds = { images: [], names: [], containers: [] };
        const race: Race = { deeds, random, somebody: null, store: null };
        const started = startCleanUp(made.content, { store, wrap: contended(race) });
        const shown = await somePlan(started, made, random);
        if (shown.remove.length === 0) continue;
        const somebody = new SomebodyElse(started.engine, { store: started.store, made, random });
        if (random.isLikely(0.15)) somebody.act('between');
        [race.somebody, race.store] = [somebody, started.store];
        const end = await run(started, shown);
        race.somebody = null;
        const told = { round, deeds: somebody.deeds, remove: shown.remove };
        const planned = new Set(shown.remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
        expect({ ...told, extra: deeds.images.filter(({ id }) => !planned.has(id)) }).toEqual({
          ...told,
          extra: [],
        });
        expect({ ...told, pinned: deeds.images.filter(({ wasPinned }) => wasPinned) }).toEqual({
          ...told,
          pinned: [],
        });
        const dropped = deeds.names.filter((name) => !mayDrop(shown, somebody)(name));
        expect({ ...told, dropped }).toEqual({ ...told, dropped: [] });
        const allowed = new Set(shown.containers.map(({ id }) => id));
        expect(deeds.containers.filter((id) => !allowed.has(id))).toEqual([]);
        await expectNothingInUseRemoved(started, deeds);
        expectKnownStates(started);
        contested += somebody.deeds.length > 0 ? 1 : 0;
        removed += deeds.images.length;
        blocked += end.result?.results.filter(({ outcome }) => outcome === 'blocked').length ?? 0;
      }
      console.log(
        `seed: ${contested} contested races on ${store}, ${removed} images removed, ${blocked} steps blocked`,
      );
      expect(contested).toBeGreaterThan(races / 4);
      expect(removed).toBeGreaterThan(races / 4);
      expect(blocked).toBeGreaterThan(races / 10);
    });
  },
);

async function expectNothingInUseRemoved({ engine }: CleanUpCore, { images }: OurDeeds): Promise<void> {
  const [ids, { containers }] = [await idsOf(engine), await engine.listContainers()];
  const ours = new Set(images.map(({ id }) => id));
  const orphaned = containers.filter(({ imageId }) => ours.has(imageId) && !ids.has(imageId));
  expect(orphaned).toEqual([]);
}

function expectKnownStates({ store }: CleanUpCore): void {
  for (const { state, items } of store.runs(10)) {
    expect(['succeeded', 'partial']).toContain(state);
    for (const { outcome } of items) expect(['pending', 'trying', 'failed']).not.toContain(outcome);
  }
}
