import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import type { MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import type { StoreKind } from '#main/domain/image/engine-snapshot.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import { plan, planAndRun, rule, run, startCleanUp } from '#test/support/clean-up-runs.ts';

const many = (count: number) => {
  const images = population();
  for (let n = 0; n < count; n += 1) images.image('', { key: `d${n}`, steps: [copy(`d${n}`, 1_000)] });
  return images;
};

/** Tells the most removals that were under way at once. */
function watchRemovals(engine: MemoryEngine): { readonly engine: Engine; most: () => number } {
  let now = 0;
  let most = 0;
  return {
    engine: {
      ...engine,
      removeImage: async (id, signal) => {
        most = Math.max(most, (now += 1));
        try {
          // A turn of the event loop, so that others can begin meanwhile.
          await new Promise((resolve) => setImmediate(resolve));
          return await engine.removeImage(id, signal);
        } finally {
          now -= 1;
        }
      },
    },
    most: () => most,
  };
}

const lanes: readonly (readonly [StoreKind, number])[] = [
  ['classic', 4],
  ['containerd', 2],
];

test.each(lanes)('on the %s store %i images go side by side, never more', async (store, most) => {
  let watched: ReturnType<typeof watchRemovals> | null = null;
  const wrap = (engine: MemoryEngine): Engine => (watched = watchRemovals(engine)).engine;
  const started = startCleanUp(many(24), { store, wrap });
  const { end } = await planAndRun(started, rule({ kind: 'dangling' }));
  expect(end).toMatchObject({ state: 'succeeded', done: 24 });
  expect((watched as ReturnType<typeof watchRemovals> | null)?.most()).toBe(most);
});

describe('single platforms', () => {
  const otherPlatforms = [{ platform: 'linux/arm64', steps: [copy('arm', 6_000)], isAvailable: true }];
  const multi = () => population().base('multi:1', { layers: [4_000], otherPlatforms });
  const options = { store: 'containerd', removesPlatforms: true } as const;
  const never = rule({ kind: 'platforms-never-run' });

  test('go, and the image stays with its name', async () => {
    const started = startCleanUp(multi(), options);
    const before = started.engine.diskBytes();
    const { plan: made, end } = await planAndRun(started, never);
    expect(made.remove).toMatchObject([{ effect: 'remove-platforms', platforms: ['linux/arm64'] }]);
    expect(end.state).toBe('succeeded');
    expect(started.engine.diskBytes()).toBeLessThan(before);
    expect((await started.engine.inspectImage('multi:1')).tags).toEqual(['multi:1']);
  });

  test('stay when a container came after the plan was shown', async () => {
    const started = startCleanUp(multi(), options);
    const shown = await plan(started, never);
    started.engine.otherClient.runContainer('box', { image: 'multi:1' });
    const end = await run(started, shown);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'plan.stale' } });
  });
});
