import { describe, expect, it } from 'vitest';

import type { BinItem } from '#main/contract/views/cleanup-view.ts';
import type { JobView } from '#main/contract/views/job-view.ts';

import { fakeCore, type FakeCore } from './fake-core.ts';
import {
  cleanupPlan,
  engineContainer,
  engineView,
  imageId,
  imageRow,
  jobView,
  journalItem,
  journalRun,
} from './fake-views.ts';
import { runForTest } from './run-for-test.ts';

const restored = (changes: Partial<JobView> = {}): JobView =>
  jobView({
    kind: 'undo',
    result: {
      runId: 'job-1',
      results: [{ id: imageId('aaaa1'), reference: 'app:1', outcome: 'restored' }],
      promised: { exact: 0 },
      measuredBytes: 'unknown',
    },
    ...changes,
  });

const journal = [
  journalRun('11112222-new', { kind: 'undo' }),
  journalRun('33334444-elsewhere', { undoable: 2, endpoint: 'unix:///other.sock' }),
  journalRun('55556666-here', { undoable: 1, state: 'interrupted', resumable: 3 }),
  journalRun('55557777-older', { undoable: 5, policyName: '' }),
];

function coreWith(changes: Partial<FakeCore> = {}): FakeCore {
  return fakeCore({ journal, jobs: [restored()], ...changes });
}

describe('undo', () => {
  it('takes the latest run of this engine of which something can be had back', async () => {
    const core = coreWith();
    const { code, stdout } = await runForTest(core, ['undo']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'restored  app:1 (aaaa10000000)\n' });
    expect(core.calls).toEqual([{ name: 'undo', input: '55556666-here' }]);
  });

  it.each(['3333', '33334444-elsewhere'])('takes the run that is named: %s', async (typed) => {
    const core = coreWith();
    await runForTest(core, ['undo', typed]);
    expect(core.calls).toEqual([{ name: 'undo', input: '33334444-elsewhere' }]);
  });

  it('says what cannot come back, and exits with 5', async () => {
    const error = {
      code: 'undo.impossible',
      subject: 'db:8',
      retry: 'never',
      detail: 'it existed only here',
    } as const;
    const result = {
      runId: 'job-1',
      results: [{ id: imageId('b'), reference: 'db:8', outcome: 'skipped' as const, error }],
      promised: { exact: 0 },
      measuredBytes: 'unknown' as const,
    };
    const { code, stdout } = await runForTest(coreWith({ jobs: [restored({ state: 'partial', result })] }), [
      'undo',
    ]);
    expect({ code, stdout }).toEqual({
      code: 5,
      stdout: 'skipped   db:8 (b00000000000): it existed only here\n',
    });
  });

  it.each([
    ['no run of that name', ['undo', 'cafe'], /no run has this name/],
    ['two runs of that name', ['undo', '5555'], /55556666-here, 55557777-older/],
    ['too short a name', ['undo', '333'], /no run has this name/],
    ['two names', ['undo', 'a', 'b'], /undo \[RUN\]/],
    ['resume without a run', ['resume', '--yes'], /resume RUN/],
    ['resume of a run that came to its end', ['resume', '1111', '--yes'], /nothing of this run is left/],
  ])('%s exits with 2', async (_, argv, says) => {
    const core = coreWith();
    const { code, stderr } = await runForTest(core, argv);
    expect({ code, calls: core.calls }).toEqual({ code: 2, calls: [] });
    expect(stderr).toMatch(says);
  });

  it('says so when there is nothing to undo', async () => {
    const { code, stderr } = await runForTest(coreWith({ journal: [] }), ['undo']);
    expect(code).toBe(2);
    expect(stderr).toContain('nothing of any run');
  });
});

describe('resume', () => {
  it('goes on with a run', async () => {
    const core = coreWith({ jobs: [jobView()] });
    const { code, stdout } = await runForTest(core, ['resume', '55556666', '--yes']);
    expect(code).toBe(0);
    expect(stdout).toContain('Freed     1 MB');
    expect(core.calls).toEqual([{ name: 'resume', input: '55556666-here' }]);
  });

  it('asks, because it removes', async () => {
    const core = coreWith();
    expect((await runForTest(core, ['resume', '55556666'])).code).toBe(2);
    const asked = await runForTest(core, ['resume', '55556666'], { stdin: 'n\n', isTerminal: true });
    expect(asked.code).toBe(5);
    expect(asked.stderr).toContain('3 items are left');
    expect(core.calls).toEqual([]);
  });
});

describe('history', () => {
  it('lists runs, newest first', async () => {
    const { stdout } = await runForTest(coreWith(), ['history']);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      'RUN       BEGAN             WHAT      BY      POLICY  STATE        ITEMS  FREED  CAN BE HAD BACK',
      '11112222  2026-11-23 22:42  undo      script  weekly  succeeded        1   1 MB',
      '33334444  2026-11-23 22:42  clean-up  script  weekly  succeeded        1   1 MB  2 images',
    ]);
  });

  it('shows one run with its items and what to do with it', async () => {
    const { stdout } = await runForTest(coreWith(), ['history', '55556666']);
    for (const words of [
      'removed  remove',
      'unknown',
      'app:1',
      'ballast resume 55556666-here',
      'ballast undo 55556666-here',
    ]) {
      expect(stdout).toContain(words);
    }
  });

  it('hides no run in silence', async () => {
    const many = Array.from({ length: 33 }, (_, at) => journalRun(`${1000 + at}`));
    const core = coreWith({ journal: many });
    expect((await runForTest(core, ['history'])).stdout).toContain('3 older runs');
    expect((await runForTest(core, ['history', '--all'])).stdout).toContain('1032');
    const { stdout } = await runForTest(coreWith({ journal: [] }), ['history']);
    expect(stdout).toBe('Nothing was cleaned up yet.\n');
  });

  it('--json is exactly the documented shape, unknown bytes as null', async () => {
    const run = journalRun('r1', { items: [journalItem()] });
    const { stdout } = await runForTest(coreWith({ journal: [{ ...run, ...{ owner: 'a process' } }] }), [
      'history',
      '--json',
    ]);
    const { engine, items, ...rest } = run;
    const [{ imageId: id, ...item } = journalItem()] = items;
    expect(stdout).not.toContain(engine);
    expect(JSON.parse(stdout)).toEqual({
      runs: [{ ...rest, items: [{ id, ...item, measuredBytes: null }] }],
    });
  });
});

describe('bin', () => {
  const parked = (digits: string, changes: Partial<BinItem> = {}): BinItem => ({
    id: imageId(digits),
    parkedAtMs: Date.UTC(2026, 10, 23),
    references: ['app:1', 'registry.example/team/app:1'],
    takenBy: [],
    frees: { exact: 2_000_000 },
    containers: [],
    ...changes,
  });
  const { id, name, state } = engineContainer('web');
  const bin = {
    items: [
      parked('aaaa'),
      parked('bbbb', {
        references: [],
        takenBy: ['app:2'],
        frees: { atLeast: 1_000_000 },
        containers: [{ id, name, state, composeProject: null }],
      }),
    ],
    frees: { atLeast: 3_000_000 },
  };

  it('list says what lies there and what emptying frees', async () => {
    const { stdout } = await runForTest(coreWith({ bin }), ['bin', 'list']);
    expect(stdout).toBe(
      [
        'PARKED      IMAGE ID       FREES  REFERENCES                          NOTE',
        '2026-11-23  aaaa00000000    2 MB  app:1, registry.example/team/app:1',
        '2026-11-23  bbbb00000000  ≥ 1 MB  <not known any more>                another image has app:2 now; used by web',
        '',
        '2 images. Emptying the bin frees at least 3 MB.',
        '',
      ].join('\n'),
    );
    const json = await runForTest(coreWith({ bin }), ['bin', 'list', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      items: [
        { id: imageId('aaaa'), freesBytes: { exact: 2_000_000 } },
        { containers: [{ id, name, state }] },
      ],
      freesBytes: { atLeast: 3_000_000 },
    });
    expect((await runForTest(coreWith(), ['bin', 'list'])).stdout).toBe('The recycle bin is empty.\n');
  });

  it.each([
    [['app:1'], ['aaaa']],
    [['registry.example/team/app:1', 'aaaa'], ['aaaa']],
    [
      ['bbbb', imageId('aaaa')],
      ['bbbb', 'aaaa'],
    ],
  ])('restore %j', async (typed, digits) => {
    const core = coreWith({ bin });
    expect((await runForTest(core, ['bin', 'restore', ...typed])).code).toBe(0);
    expect(core.calls).toEqual([{ name: 'restore', input: digits.map(imageId) }]);
  });

  it('empty plans with its age, asks, and runs as emptying the bin', async () => {
    const core = coreWith({ bin, jobs: [jobView({ kind: 'empty-bin' })] });
    expect((await runForTest(core, ['bin', 'empty', '--older-than', '30', '--yes'])).code).toBe(0);
    expect(core.calls[0]).toEqual({ name: 'plan', input: { kind: 'bin', parkedForDays: 30 } });
    expect(core.calls[1]).toMatchObject({ name: 'run', input: { isBin: true, fingerprint: 'f'.repeat(64) } });
    expect((await runForTest(core, ['bin', 'empty'])).code).toBe(2);
    const asked = await runForTest(core, ['bin', 'empty'], { stdin: '\n', isTerminal: true });
    expect(asked.stderr).toContain('for good');
    expect(core.calls.filter(({ name: call }) => call === 'run')).toHaveLength(1);
  });

  it('empty does nothing, well, when nothing may go', async () => {
    const core = coreWith({ plan: () => cleanupPlan({ remove: [] }) });
    const { code, stdout } = await runForTest(core, ['bin', 'empty', '--yes']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing in the recycle bin may go.\n' });
  });

  it.each([
    ['restore of what is not there', ['bin', 'restore', 'app:1', 'web:9'], /web:9/],
    ['restore of nothing', ['bin', 'restore'], /NAME…/],
    ['a wrong age', ['bin', 'empty', '--older-than', '30d', '--yes'], /whole number of days/],
    ['a negative age', ['bin', 'empty', '--older-than=-1', '--yes'], /whole number of days/],
  ])('%s exits with 2', async (_, argv, says) => {
    const core = coreWith({ bin });
    const { code, stderr } = await runForTest(core, argv);
    expect({ code, calls: core.calls }).toEqual({ code: 2, calls: [] });
    expect(stderr).toMatch(says);
  });

  it('is not among the ordinary images, and not hidden either', async () => {
    const row = imageRow(imageId('cccc'), { tags: ['ballast.invalid/recycle-bin:1-c'], parkedAtMs: 1 });
    const core = coreWith({ frames: [{ kind: 'ready', view: engineView({ images: [row] }) }] });
    const { stdout } = await runForTest(core, ['images']);
    expect(stdout).toContain('1 more lie in the recycle bin');
    expect(stdout).not.toContain('cccc');
    expect((await runForTest(core, ['images', '--all'])).stdout).toContain('in the recycle bin');
  });
});
