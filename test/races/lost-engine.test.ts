import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import type { EngineOperation } from '#main/adapters/memory-engine/faults.ts';
import type { MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { JournalItem, JournalRun } from '#main/ports/store.ts';
import {
  idsOf,
  namesOf,
  pick,
  plan,
  resume,
  run,
  settle,
  startCleanUp,
  undo,
  type CleanUpCore,
} from '#test/support/clean-up-runs.ts';

const shop = () =>
  population()
    .base('debian:12', { layers: [1_000] })
    .image('web:1', { from: 'debian:12', steps: [copy('web', 500)] })
    .tag('web:1', 'web:latest')
    .image('', { key: 'loose', from: 'debian:12', steps: [copy('loose', 200)] })
    .image('app:1', { from: 'debian:12', steps: [copy('app', 300)] });

/** The engine goes away at its n-th call: before it does what it is asked, or after. */
function losesAt(call: number, when: 'before' | 'after'): (engine: MemoryEngine) => Engine {
  let count = 0;
  const lose = (engine: MemoryEngine): void => {
    engine.stop();
  };
  const wrapped =
    (engine: MemoryEngine, operation: EngineOperation) =>
    async (...input: never[]): Promise<unknown> => {
      const isIt = (count += 1) === call;
      if (isIt && when === 'before') lose(engine);
      const answer: unknown = await (engine[operation] as (...all: never[]) => Promise<unknown>)(...input);
      if (!isIt || when === 'before') return answer;
      lose(engine);
      // Done, but nobody hears of it.
      return (engine.ping as () => Promise<unknown>)();
    };
  const operations = [
    'describe',
    'listImages',
    'listContainers',
    'inspectImage',
    'imageHistory',
    'buildCache',
    'totals',
    'tagImage',
    'untagImage',
    'removeImage',
  ] as const;
  return (engine) => ({
    ...engine,
    ...Object.fromEntries(operations.map((operation) => [operation, wrapped(engine, operation)])),
  });
}

/** What the journal says must be what the engine shows. */
async function expectTruth({ engine }: CleanUpCore, { items }: JournalRun): Promise<void> {
  const [ids, names] = [await idsOf(engine), await namesOf(engine)];
  for (const item of items) expect([item.reference, item.outcome, isThere(item)]).toEqual(expectedOf(item));
  function isThere({ imageId, reference }: JournalItem): boolean {
    return reference === null ? ids.has(imageId) : names.get(reference) === imageId;
  }
}

function expectedOf({ reference, outcome }: JournalItem): unknown {
  const isDone = ['removed', 'untagged', 'parked', 'gone'].includes(outcome);
  expect([...['removed', 'untagged', 'parked', 'gone'], 'pending', 'failed', 'skipped']).toContain(outcome);
  return [reference, outcome, !isDone];
}

describe.each([
  ['classic', false],
  ['classic', true],
  ['containerd', false],
  ['containerd', true],
] as const)('an engine that is lost during a run on the %s store, parking: %s', (store, park) => {
  test.each(['before', 'after'] as const)('%s each of its calls', async (when) => {
    const broken: string[] = [];
    for (let call = 1; ; call += 1) {
      // The plan is made on an engine that stays; its calls are not counted.
      const started = startCleanUp(shop(), { store });
      const shown = await plan(started, pick(started, 'web:1', 'loose', 'app:1'), { park });
      const losing = startCleanUp(shop(), { store, wrap: losesAt(call, when), directory: started.directory });
      const end = await run(losing, shown);
      if (end.state === 'succeeded') {
        expect(call).toBeGreaterThan(10);
        break;
      }
      losing.engine.start();
      const [journal] = losing.store.runs(1);
      broken.push(end.state);
      if (journal === undefined) {
        // Lost before anything was written down, so nothing was done.
        expect(await namesOf(losing.engine)).toEqual(await namesOf(started.engine));
        continue;
      }
      expect(end.state).toBe('partial');
      await settle(losing);
      const settled = losing.store.runs(1)[0];
      if (settled === undefined) throw new Error('the run is no longer in the journal');
      expect(settled.state).not.toBe('running');
      await expectTruth(losing, settled);
      await goOn(losing, settled, await namesOf(started.engine));
    }
    expect(new Set(broken)).toEqual(new Set(['failed', 'partial']));
  });
});

/** Going on finishes the work; undoing both runs brings back what can come back. */
async function goOn(started: CleanUpCore, { runId }: JournalRun, atFirst: ReadonlyMap<string, ImageId>) {
  const end = await resume(started, runId);
  expect(end.state).toBe('succeeded');
  const names = await namesOf(started.engine);
  expect([...atFirst.keys()].filter((name) => names.has(name))).toEqual(['debian:12']);
  expect(await idsOf(started.engine)).not.toContain(started.engine.idOf('loose'));
  expect(started.store.run(runId)?.isDismissed).toBe(true);
  const [run] = await started.client.jobs.journal({ limit: 1 });
  expect(run).toMatchObject({ follows: runId, resumable: 0 });
  const isParked = started.store.run(runId)?.items.some(({ effect }) => effect === 'park') ?? false;
  if (!isParked) return;
  for (const each of [end.id, runId]) await undo(started, each);
  expect(await namesOf(started.engine)).toEqual(atFirst);
}
