import { describe, expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { idsOf, namesOf, pick, planAndRun, startCleanUp, undo } from '#test/support/clean-up-runs.ts';

const everything = { kind: 'bin', parkedForDays: 0 } as const;

const shop = () =>
  population()
    .image('nginx:1', { origin: 'pulled', steps: [copy('nginx', 900)] })
    .image('local/app:1', { steps: [copy('app', 300)] })
    .tag('local/app:1', 'local/app:latest');

describe.each(['classic', 'containerd'] as const)('the way back on the %s store', (store) => {
  test('from an emptied bin leads past the bin, also from a file that names it', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const saveFirst = [started.engine.idOf('local/app:1')];
    await planAndRun(started, pick(started, 'local/app:1', 'nginx:1'), { park: true });
    const { end } = await planAndRun(started, everything, { saveFirst });
    expect(end).toMatchObject({ kind: 'empty-bin', state: 'succeeded' });
    expect(await idsOf(started.engine)).toEqual(new Set());
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded', result: { results: [] } });
  });

  test('is open again once the engine is', async () => {
    const started = startCleanUp(shop(), { store });
    const before = await namesOf(started.engine);
    const { end } = await planAndRun(started, pick(started, 'nginx:1'));
    started.engine.stop();
    expect(await undo(started, end.id)).toMatchObject({ error: { code: 'engine.unreachable' } });
    expect(started.store.run(end.id)?.items.map(({ outcome }) => outcome)).toEqual(['removed']);
    started.engine.start();
    expect(await undo(started, end.id)).toMatchObject({ state: 'succeeded' });
    expect(await namesOf(started.engine)).toEqual(before);
  });
});
