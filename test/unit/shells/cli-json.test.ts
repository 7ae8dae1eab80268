import { describe, expect, it } from 'vitest';

import { toChainId, toDiffId } from './test-hashes.ts';
import { fakeCore } from './fake-core.ts';
import { endpoint, engineView, imageId, jobView } from './fake-views.ts';
import { runForTest } from './run-for-test.ts';

const parse = (text: string): unknown => JSON.parse(text) as unknown;

describe('ledger --json', () => {
  it('is exactly the documented shape, unknown bytes as null', async () => {
    const core = fakeCore({
      layers: [
        {
          chainId: toChainId(1),
          diffId: toDiffId(1),
          parentChainId: null,
          bytes: 'unknown',
          images: [imageId('aaaa1')],
          family: { key: '', label: '', hue: 0, pattern: 0 },
          storedTimes: 1,
          createdBy: 'RUN x',
        },
      ],
    });
    const { code, stdout, stderr } = await runForTest(core, ['ledger', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const ledger = parse(stdout) as { images: unknown[] };
    expect({ ...ledger, images: ledger.images.slice(1, 3) }).toEqual({
      engine: { endpoint, version: '28.5.1', apiVersion: '1.51', store: 'classic' },
      totals: {
        imageCount: 3,
        layerCount: 4,
        layerBytes: 5_000_000,
        contentBytes: 0,
        engineLayersBytes: 5_000_000,
        exact: true,
      },
      images: [
        {
          id: imageId('aaaa2'),
          references: [],
          digests: [],
          dangling: true,
          intermediate: false,
          createdAtMs: Date.UTC(2026, 10, 23),
          bytes: 3_000_000,
          sharedBytes: null,
          exclusiveBytes: null,
          containers: [],
        },
        {
          id: imageId('bbbb'),
          references: ['registry.example:5000/team/app:2'],
          digests: [`registry.example:5000/team/app@sha256:${'d'.repeat(64)}`],
          dangling: false,
          intermediate: false,
          createdAtMs: Date.UTC(2026, 10, 23),
          bytes: 3_000_000,
          sharedBytes: 2_000_000,
          exclusiveBytes: 1_000_000,
          containers: [{ id: 'c1', name: 'web', state: 'exited' }],
        },
      ],
      layers: [
        {
          chainId: toChainId(1),
          diffId: toDiffId(1),
          parentChainId: null,
          bytes: null,
          images: [imageId('aaaa1')],
        },
      ],
    });
  });

  it('asks the containerd store for its slow totals only on request', async () => {
    const view = engineView();
    const containerd = { ...view, engine: { ...view.engine, store: 'containerd' as const } };
    const core = fakeCore({ frames: [{ kind: 'ready', view: containerd }] });
    const quick = await runForTest(core, ['ledger', '--json']);
    expect(parse(quick.stdout)).toMatchObject({ totals: { engineLayersBytes: null } });
    expect(core.calls).toEqual([]);
    const slow = await runForTest(core, ['ledger', '--json', '--totals']);
    expect(parse(slow.stdout)).toMatchObject({ totals: { engineLayersBytes: 5_000_000 } });
  });
});

describe('plan --json', () => {
  it('is exactly the documented shape', async () => {
    const { code, stdout } = await runForTest(fakeCore(), ['plan', '--dangling', '--json']);
    expect(code).toBe(0);
    expect(parse(stdout)).toEqual({
      fingerprint: 'f'.repeat(64),
      remove: [
        {
          id: imageId('aaaa2'),
          effect: 'remove',
          references: [],
          reasons: ['dangling'],
          recoverable: 'local-only',
          pullFrom: [],
          builtBy: null,
          freesBytes: { exact: 1_000_000 },
        },
      ],
      keep: [{ id: imageId('aaaa1'), reasons: ['tagged'] }],
      freesBytes: { exact: 1_000_000 },
      freesWhenEmptiedBytes: { exact: 0 },
      notes: [],
    });
  });

  it('goes through clean unchanged', async () => {
    const core = fakeCore();
    const { stdout: plan } = await runForTest(core, ['plan', '--dangling', '--json']);
    const { code } = await runForTest(core, ['clean', '--plan', '-', '--yes'], { stdin: plan });
    expect(code).toBe(0);
    expect(core.calls.at(-1)).toEqual({
      name: 'run',
      input: {
        endpoint,
        fingerprint: 'f'.repeat(64),
        remove: [
          { id: imageId('aaaa2'), effect: 'remove', references: [], platforms: [], reasons: ['dangling'] },
        ],
        containers: [],
        saveFirst: [],
        policyName: '',
        isBin: false,
      },
    });
  });
});

describe('clean --json', () => {
  const plan = JSON.stringify({ fingerprint: 'f', remove: [{ id: imageId('aaaa2'), references: [] }] });
  const clean = ['clean', '--plan', '-', '--yes', '--json'];

  it('is exactly the documented shape, with one entry per item', async () => {
    const error = {
      code: 'engine.conflict',
      subject: 'app:1',
      retry: 'after-fix',
      detail: 'in use',
    } as const;
    const core = fakeCore({
      jobs: [
        jobView({ id: 'another job' }),
        jobView({ state: 'running', endedAtMs: null, result: null }),
        jobView({
          state: 'partial',
          result: {
            runId: 'job-1',
            results: [
              { id: imageId('a1'), reference: 'app:1', outcome: 'untagged', promised: { exact: 9 } },
              { id: imageId('a1'), outcome: 'removed', measuredBytes: 'unknown', difference: 'still-held' },
              { id: imageId('a2'), outcome: 'blocked', error },
              { id: imageId('a3'), outcome: 'skipped' },
            ],
            promised: { atLeast: 10 },
            measuredBytes: 'unknown',
            difference: 'was-lower-bound',
          },
        }),
      ],
    });
    const { code, stdout, stderr } = await runForTest(core, clean, { stdin: plan });
    expect({ code, stderr }).toEqual({ code: 5, stderr: '' });
    expect(parse(stdout)).toEqual({
      runId: 'job-1',
      results: [
        { id: imageId('a1'), reference: 'app:1', outcome: 'untagged', promisedBytes: { exact: 9 } },
        { id: imageId('a1'), outcome: 'removed', measuredBytes: null, difference: 'still-held' },
        {
          id: imageId('a2'),
          outcome: 'blocked',
          error: {
            code: 'engine.conflict',
            subject: 'app:1',
            detail: 'in use',
            sentence: expect.stringMatching(/\S/) as string,
            nextStep: expect.stringMatching(/\S/) as string,
          },
        },
        {
          id: imageId('a3'),
          outcome: 'failed',
          error: {
            code: 'cancelled',
            subject: '',
            detail: '',
            sentence: expect.stringMatching(/\S/) as string,
            nextStep: expect.stringMatching(/\S/) as string,
          },
        },
      ],
      promisedBytes: 10,
      measuredBytes: null,
      difference: 'was-lower-bound',
    });
  });

  it.each([
    ['refused before it starts', { runError: stale() }],
    ['refused by the job', { jobs: [jobView({ state: 'failed', result: null, error: stale() })] }],
  ])('exits with 4 when the plan is stale: %s', async (_, changes) => {
    const { code, stdout, stderr } = await runForTest(fakeCore(changes), clean, { stdin: plan });
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(parse(stderr)).toMatchObject({ error: { code: 'plan.stale', detail: 'image gone' } });
  });

  it('does nothing for an empty plan, without an engine', async () => {
    const core = fakeCore();
    const stdin = JSON.stringify({ fingerprint: 'f', remove: [] });
    const { code, stdout } = await runForTest(core, clean, { stdin });
    expect({ code, composed: core.composedWith.length }).toEqual({ code: 0, composed: 0 });
    expect(parse(stdout)).toEqual({ runId: null, results: [], promisedBytes: 0, measuredBytes: 0 });
  });
});

function stale(): { code: 'plan.stale'; subject: string; retry: 'now'; detail: string } {
  return { code: 'plan.stale', subject: '', retry: 'now', detail: 'image gone' };
}
