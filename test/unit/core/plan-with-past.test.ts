import { describe, expect, test } from 'vitest';

import { copy, run } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { withLog } from '#main/adapters/wrap-engine/with-log.ts';
import type { SuggestionView } from '#main/contract/views/cleanup-view.ts';
import { policyOf, type RulePolicy } from '#main/domain/cleanup/policy.ts';
import { startControlledCore, type ControlledCore } from '#test/support/controlled-core.ts';
import { endpoint, startTestCore, viewWhere } from '#test/support/test-core.ts';

const dayMs = 86_400_000;

/** Two bases; one build in use, one not, one that lost its tag; two images a registry gave. */
const team = () =>
  population()
    .base('debian:12', { layers: [100_000_000] })
    .base('nginx:1.27', { layers: [60_000_000, 1_000_000] })
    .image('app:old', { key: 'lost', from: 'debian:12', steps: [run('apt', 20_000_000), copy('v1', 1_000)] })
    .image('app:old', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v2', 2_000)] })
    .image('app:live', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v3', 3_000)] })
    .container('web', { image: 'app:live' });

type PolicyInput = Parameters<ControlledCore['client']['policies']['save']>[0]['policy'];

const toInput = (policy: RulePolicy): PolicyInput => ({
  ...policy,
  rules: [...policy.rules],
  pins: [...policy.pins],
});

const plan = (started: ControlledCore, policy: RulePolicy) =>
  started.client.cleanup.plan({ endpoint, policy: toInput(policy) });

const tagsOf = (started: ControlledCore, items: readonly { id: string }[]) =>
  viewWhere(started).then(({ images }) =>
    items.flatMap(({ id }) => images.find((row) => row.id === id)?.tags ?? []).toSorted(),
  );

describe('suggestions', () => {
  const byKey = (cards: readonly SuggestionView[]) => new Map(cards.map((card) => [card.key, card]));

  test('one reading of the engine, every card in words and bytes, no registry asked', async () => {
    const calls: string[] = [];
    const started = startTestCore(team(), {
      wrap: (engine) => withLog(engine, ({ operation }) => calls.push(operation), Date),
    });
    const cards = byKey(await started.client.cleanup.suggestions({ endpoint }));
    expect([...cards.keys()]).toEqual([
      'dangling',
      'superseded',
      'unused',
      'older-than',
      'keep-last',
      'duplicate',
    ]);
    expect(cards.get('dangling')).toMatchObject({
      name: null,
      imageCount: 1,
      frees: { exact: 1_000 },
      mix: { 're-pullable': 0, rebuildable: 0, 'local-only': 1, unknown: 0 },
    });
    expect(cards.get('duplicate')).toMatchObject({ imageCount: 0, frees: { exact: 0 }, families: [] });
    expect(calls.filter((call) => call === 'listImages')).toHaveLength(1);
    expect(calls).not.toContain('registryDigest');
  });

  test('the strip of a card adds up to what it frees', async () => {
    const started = startTestCore(team());
    const cards = byKey(await started.client.cleanup.suggestions({ endpoint }));
    const { families, frees } = cards.get('unused')!;
    expect(families.map(({ family, bytes }) => [family.label, bytes])).toEqual([
      ['nginx:1.27', 61_000_000],
      ['debian:12', 3_000],
    ]);
    expect(frees).toEqual({ exact: 61_003_000 });
  });

  test('saved policies follow; last use only once it is known for a month', async () => {
    const started = startControlledCore(team());
    await started.client.policies.save({ name: 'tidy', policy: toInput(policyOf({ kind: 'dangling' })) });
    const before = byKey(await started.client.cleanup.suggestions({ endpoint }));
    expect(before.get('saved:tidy')).toMatchObject({ name: 'tidy', imageCount: 1 });
    expect(before.has('not-used-since')).toBe(false);
    // Looked at every five days, so that there is no gap.
    for (let days = 0; days < 35; days += 5) {
      started.time.advance(5 * dayMs);
      await started.client.engines.refresh({ endpoint });
    }
    const after = byKey(await started.client.cleanup.suggestions({ endpoint }));
    expect(after.get('not-used-since')).toMatchObject({ imageCount: 4 });
  });

  test('an engine that is gone is an error, not a row of empty cards', async () => {
    const started = startTestCore(team());
    started.engine.stop();
    await expect(started.client.cleanup.suggestions({ endpoint })).rejects.toMatchObject({
      data: { code: 'engine.unreachable' },
    });
  });
});

describe('facts of a plan', () => {
  test('what lost its tag to another image is superseded', async () => {
    const started = startControlledCore(
      population()
        .base('debian:12', { layers: [100] })
        .image('app:1', { from: 'debian:12', steps: [copy('v1', 10)] }),
    );
    await viewWhere(started);
    started.engine.otherClient.tagAs('debian:12', 'app:1');
    const { remove } = await plan(started, policyOf({ kind: 'superseded' }));
    expect(remove.map(({ id, reasons }) => [id, reasons])).toEqual([
      [started.engine.idOf('app:1'), expect.arrayContaining(['superseded'])],
    ]);
  });

  test('an image that came yesterday was not unused for a month, however old its build is', async () => {
    const started = startControlledCore(team());
    for (let days = 0; days < 40; days += 5) {
      await started.client.engines.refresh({ endpoint });
      started.time.advance(5 * dayMs);
    }
    started.engine.otherClient.pullImages(population().base('redis:7', { layers: [5_000] }));
    await started.client.engines.refresh({ endpoint });
    const unused = policyOf({ kind: 'not-used-since', days: 30 });
    expect(await tagsOf(started, (await plan(started, unused)).remove)).toEqual([
      'app:old',
      'debian:12',
      'nginx:1.27',
    ]);
    started.time.advance(6 * dayMs);
    await started.client.engines.refresh({ endpoint });
    const redis = started.engine.idOf('redis:7');
    expect((await plan(started, unused)).keep.find(({ id }) => id === redis)?.reasons).toEqual([
      'use-not-known',
    ]);
  });

  test.each([
    ['nobody named', (image: ReturnType<typeof population>) => image.untag('redis:7')],
    ['a tag named once', (image: ReturnType<typeof population>) => image],
  ])('an image %s came when it was first seen', async (_, named) => {
    const started = startControlledCore(team());
    for (let days = 0; days < 40; days += 5) {
      await started.client.engines.refresh({ endpoint });
      started.time.advance(5 * dayMs);
    }
    const redis = named(population().base('redis:7', { layers: [5_000] }));
    started.engine.otherClient.pullImages(redis);
    const { images } = await viewWhere(started, (view) => view.images.length > 5);
    const id = images.find(({ bytes }) => bytes === 5_000)?.id ?? '';
    const reasonsAfter = async (days: number): Promise<readonly string[]> => {
      for (let day = 0; day < days; day += 5) {
        started.time.advance(5 * dayMs);
        await started.client.engines.refresh({ endpoint });
      }
      const { keep, remove } = await plan(started, policyOf({ kind: 'not-used-since', days: 30 }));
      return [...keep, ...remove].find((item) => item.id === id)?.reasons ?? [];
    };
    expect(await reasonsAfter(10)).toEqual(['use-not-known']);
    started.engine.otherClient.tagAs('debian:12', 'redis:7');
    expect(await reasonsAfter(25)).toEqual(['not-used-since']);
    const view = await viewWhere(started);
    expect(view.images.find((row) => row.id === id)?.formerReferences.join()).not.toContain('sha256:');
  });

  test('pins of the store hold for every plan, and the view says so', async () => {
    const started = startControlledCore(team());
    const pin = { kind: 'reference', pattern: 'nginx' } as const;
    const pinned = viewWhere(started, ({ images }) => images.some((row) => row.pin !== null));
    await viewWhere(started);
    expect(await started.client.policies.pin({ pin })).toMatchObject([{ pin }]);
    // The window hears of it without a change on the engine.
    expect((await pinned).images.find((row) => row.pin !== null)?.tags).toEqual(['nginx:1.27']);
    const { remove, keep } = await plan(started, policyOf({ kind: 'unused' }));
    expect(await tagsOf(started, remove)).toEqual(['app:old', 'debian:12']);
    expect(keep.find(({ reasons }) => reasons.includes('pinned'))).toMatchObject({ pin });
    await started.client.policies.unpin({ pin });
    expect(await started.client.policies.pins({})).toEqual([]);
  });

  test('a container that cannot be read stops every plan', async () => {
    const started = startControlledCore(team());
    started.engine.faults.add('listContainers', { kind: 'bad-rows', count: 1 });
    await expect(plan(started, policyOf({ kind: 'dangling' }))).rejects.toMatchObject({
      data: { code: 'engine.bad-answer' },
    });
  });
});

describe('re-pullable', () => {
  const policy: RulePolicy = {
    kind: 'rules',
    match: 'all',
    rules: [{ kind: 'unused' }, { kind: 're-pullable' }],
    pins: [],
  };

  test('what the registry still gives may go, and is asked once an hour', async () => {
    const calls: string[] = [];
    const content = team().base('internal.example/tool:1', { layers: [9_000] });
    const started = startTestCore(content.registryState('internal.example', 'down'), {
      wrap: (engine) =>
        withLog(
          engine,
          ({ operation, subject }) => {
            if (operation === 'registryDigest') calls.push(subject);
          },
          Date,
        ),
    });
    const first = await started.client.cleanup.plan({ endpoint, policy: toInput(policy) });
    const { images } = await viewWhere(started);
    const named = (id: string) => images.find((row) => row.id === id)?.tags.join();
    expect(first.remove.map(({ id }) => named(id)).toSorted()).toEqual(['debian:12', 'nginx:1.27']);
    expect(first.notes).toContainEqual({ kind: 'not-checked', imageCount: expect.any(Number) as number });
    // Nobody asks about what was built here, what is in use, or what would stay anyway.
    expect(calls.toSorted()).toEqual(['debian:12', 'internal.example/tool:1', 'nginx:1.27']);
    await started.client.cleanup.plan({ endpoint, policy: toInput(policy) });
    expect(calls).toHaveLength(3);
    const cards = await started.client.cleanup.suggestions({ endpoint });
    expect(cards.find(({ key }) => key === 're-pullable')).toMatchObject({ imageCount: 2 });
  });
});
