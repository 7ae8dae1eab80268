import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { policyOf, type RulePolicy } from '#main/domain/cleanup/policy.ts';

import { fakeCore, type FakeCore } from './fake-core.ts';
import { cleanupPlan, endpoint, imageId, jobView } from './fake-views.ts';
import { runForTest } from './run-for-test.ts';

const weekly: RulePolicy = {
  kind: 'rules',
  match: 'all',
  rules: [
    { kind: 'not-used-since', days: 30 },
    { kind: 'keep-last', count: 3, by: 'version' },
  ],
  pins: [{ kind: 'label', name: 'keep', value: null }],
};

const fileText = JSON.stringify({
  ballastPolicies: 1,
  policies: [{ name: 'from a file', match: 'any', rules: [{ rule: 'dangling' }] }],
});

function savedCore(changes: Partial<FakeCore> = {}): FakeCore {
  return fakeCore({ policies: [{ name: 'weekly', policy: weekly, updatedAtMs: 0 }], ...changes });
}

function fileOf(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'ballast-')), 'policies.json');
  writeFileSync(path, content);
  return path;
}

const names = ({ calls }: FakeCore): string[] => calls.map(({ name }) => name);

describe('clean --policy', () => {
  it('plans by a saved policy and runs exactly that plan', async () => {
    const core = savedCore();
    const { code, stdout } = await runForTest(core, ['clean', '--policy', 'weekly', '--yes']);
    expect(code).toBe(0);
    expect(stdout).toContain('Freed     1 MB');
    expect(core.calls).toEqual([
      { name: 'plan', input: weekly },
      {
        name: 'run',
        input: {
          endpoint,
          fingerprint: 'f'.repeat(64),
          remove: [
            { id: imageId('aaaa2'), effect: 'remove', references: [], platforms: [], reasons: ['dangling'] },
          ],
          containers: [],
          saveFirst: [],
          policyName: 'weekly',
          isBin: false,
        },
      },
    ]);
  });

  it.each([
    ['a file', (path: string) => path, ''],
    ['stdin', () => '-', fileText],
  ])('takes a policy of %s', async (_, typed, stdin) => {
    const core = savedCore();
    const argv = ['clean', '--policy', typed(fileOf(fileText)), '--yes'];
    expect((await runForTest(core, argv, { stdin })).code).toBe(0);
    expect(core.calls[0]).toEqual({ name: 'plan', input: policyOf({ kind: 'dangling' }) });
    expect(core.calls[1]?.input).toMatchObject({ policyName: '' });
  });

  it('--dry-run prints the plan and removes nothing', async () => {
    const core = savedCore();
    const dry = await runForTest(core, ['clean', '--policy', 'weekly', '--dry-run']);
    expect(dry.code).toBe(0);
    expect(dry.stdout).toContain('Frees exactly 1 MB.');
    expect(dry.stdout).toContain('Nothing was removed.');
    const json = await runForTest(core, ['clean', '--policy', 'weekly', '--dry-run', '--yes', '--json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      fingerprint: 'f'.repeat(64),
      freesBytes: { exact: 1_000_000 },
    });
    expect(names(core)).toEqual(['plan', 'plan']);
  });

  it('--park and --save-local are asked for, and only what goes for good is saved', async () => {
    const core = savedCore({
      plan: () => {
        const [first] = cleanupPlan().remove;
        if (first === undefined) throw new Error('the plan has an item');
        const pullable = { ...first.recovery, kind: 're-pullable' as const };
        return cleanupPlan({
          remove: [
            first,
            { ...first, id: imageId('b'), recovery: pullable },
            { ...first, id: imageId('c'), effect: 'park', references: ['app:1'] },
            { ...first, id: imageId('d'), recovery: { ...first.recovery, kind: 'unknown' } },
          ],
        });
      },
    });
    await runForTest(core, ['clean', '--policy', 'weekly', '--park', '--save-local', '--yes']);
    expect(core.calls[0]?.input).toEqual({ ...weekly, park: true });
    expect(core.calls[1]?.input).toMatchObject({ saveFirst: [imageId('aaaa2'), imageId('d')] });
  });

  it('removes nothing as long as a lost state file lies aside, with the pins in it', async () => {
    const startedFreshBecause = { why: 'not a database', keptAs: '/data/ballast.sqlite.kept-2026' };
    const core = savedCore({ startedFreshBecause });
    const { code, stderr } = await runForTest(core, ['clean', '--policy', 'weekly', '--yes']);
    expect({ code, calls: core.calls }).toEqual({ code: 5, calls: [] });
    expect(stderr).toContain('pins were lost');
    expect((await runForTest(core, ['clean', '--policy', 'weekly', '--dry-run'])).code).toBe(0);
    expect((await runForTest(core, ['pin', 'list'])).stderr).toContain(startedFreshBecause.keptAs);
  });

  it('does nothing, well, when nothing may go', async () => {
    const core = savedCore({ plan: () => cleanupPlan({ remove: [] }) });
    const { code, stdout } = await runForTest(core, ['clean', '--policy', 'weekly', '--yes']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'The plan removes nothing.\n' });
    expect(names(core)).toEqual(['plan']);
  });

  it('exits with 5 when an item was not done', async () => {
    const core = savedCore({ jobs: [jobView({ state: 'partial' })] });
    expect((await runForTest(core, ['clean', '--policy', 'weekly', '--yes'])).code).toBe(5);
  });

  it('refuses where nobody can be asked, before an engine is', async () => {
    const core = savedCore();
    const { code, stderr } = await runForTest(core, ['clean', '--policy', 'weekly']);
    expect({ code, composed: core.composedWith.length }).toEqual({ code: 2, composed: 0 });
    expect(stderr).toContain('--yes');
  });

  it.each([
    ['y\n', 0, ['plan', 'run']],
    ['\n', 5, ['plan']],
  ])('asks on a terminal: %j', async (stdin, code, calls) => {
    const core = savedCore();
    const run = await runForTest(core, ['clean', '--policy', 'weekly'], { stdin, isTerminal: true });
    expect(run.stderr).toContain('Remove 1 images, which frees exactly 1 MB? [y/N]');
    expect({ code: run.code, calls: names(core) }).toEqual({ code, calls });
  });

  const two = fileText.replace('[{', '[{"name":"other","match":"all","rules":[]},{');
  it.each([
    ['both a plan and a policy', ['--plan', 'x', '--policy', 'weekly'], /say which/],
    ['a dry run of a plan', ['--plan', 'x', '--dry-run'], /--dry-run goes with --policy/],
    ['a policy nobody saved', ['--policy', 'nightly'], /nightly[^]*there is weekly/],
    ['a file that is not there', ['--policy', './none.json'], /ENOENT/],
    ['a file of two', ['--policy', fileOf(two)], /2 policies \(other, from a file\)/],
    ['a file of none', ['--policy', fileOf('{"ballastPolicies":1,"policies":[]}')], /no policy/],
    ['a file that is broken', ['--policy', fileOf('{"ballastPolicies":1,')], /line 1, column 22/],
    [
      'a file with a wrong unit',
      ['--policy', fileOf(fileText.replace('"dangling"', '"older-than","days":"30d"'))],
      /policies\[0\]\.rules\[0\]\.days/,
    ],
  ])('%s is told, and nothing is removed', async (_, argv, says) => {
    const core = savedCore();
    const { code, stdout, stderr } = await runForTest(core, ['clean', ...argv, '--yes']);
    expect({ code, stdout, calls: core.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    expect(stderr).toMatch(says);
  });
});

describe('plan', () => {
  it.each([
    ['--policy weekly', ['--policy', 'weekly'], weekly],
    ['--free 20GB', ['--free', '20GB'], policyOf({ kind: 'free-bytes', bytes: 20_000_000_000 })],
    ['--free 1.5 gib', ['--free', '1.5 gib'], policyOf({ kind: 'free-bytes', bytes: 1_610_612_736 })],
    ['--unused --park', ['--unused', '--park'], { ...policyOf({ kind: 'unused' }), park: true }],
  ])('%s', async (_, argv, policy) => {
    const core = savedCore();
    expect((await runForTest(core, ['plan', ...argv])).code).toBe(0);
    expect(core.calls).toEqual([{ name: 'plan', input: policy }]);
  });

  it.each(['20', '20G', '0GB', '-1GB', 'GB', '2000TB', '1e3GB'])('--free %s is no size', async (size) => {
    const core = savedCore();
    const { code, stderr } = await runForTest(core, ['plan', `--free=${size}`]);
    expect({ code, calls: core.calls }).toEqual({ code: 2, calls: [] });
    expect(stderr).toContain('a number and a unit');
  });

  it('says what makes the plan less than it could be', async () => {
    const core = savedCore({
      plan: () =>
        cleanupPlan({
          notes: [
            { kind: 'use-known-since', sinceMs: null },
            { kind: 'rule-unsupported', rule: 'platforms-never-run' },
            { kind: 'not-checked', imageCount: 2 },
            { kind: 'not-enough', asked: 5_000_000, most: { exact: 1_000_000 } },
          ],
        }),
    });
    const { stdout } = await runForTest(core, ['plan', '--dangling']);
    for (const words of [
      'Use has not been recorded',
      'platforms-never-run',
      'No registry',
      'Asked to free 5 MB',
    ]) {
      expect(stdout).toContain(words);
    }
  });
});

describe('policy', () => {
  it('list and show say it in words', async () => {
    const core = savedCore();
    expect((await runForTest(core, ['policy', 'list'])).stdout).toContain(
      'weekly  1970-01-01     1  not used for 30 days and beyond the last 3 of its repository, by version',
    );
    expect((await runForTest(core, ['policy', 'show', 'weekly'])).stdout).toBe(
      [
        'weekly, changed 1970-01-01',
        'An image may go when it is all of:',
        '  not used for 30 days',
        '  beyond the last 3 of its repository, by version',
        'It never touches:',
        '  --label keep',
        '',
      ].join('\n'),
    );
    expect(core.composedWith).toHaveLength(2);
  });

  it('list tells what it had to leave out', async () => {
    const core = savedCore({ unreadableRows: [{ kind: 'policy', name: 'nightly', why: 'unknown rule' }] });
    const { code, stderr } = await runForTest(core, ['policy', 'list']);
    expect(code).toBe(0);
    expect(stderr).toBe('Left out, cannot be read: policy nightly: unknown rule\n');
  });

  it('list --json is what a policy file says', async () => {
    const { stdout } = await runForTest(savedCore(), ['policy', 'list', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      policies: [
        {
          name: 'weekly',
          match: 'all',
          rules: [
            { rule: 'not-used-since', days: 30 },
            { rule: 'keep-last', count: 3, by: 'version' },
          ],
          pins: [{ pin: 'label', name: 'keep', value: null }],
          updatedAtMs: 0,
        },
      ],
    });
  });

  it('import takes what export gives', async () => {
    const { stdout } = await runForTest(savedCore(), ['policy', 'export']);
    const core = fakeCore();
    const checked = await runForTest(core, ['policy', 'import', '-', '--dry-run'], { stdin: stdout });
    expect(checked.stdout).toContain('Nothing was saved');
    expect(core.calls).toEqual([]);
    const done = await runForTest(core, ['policy', 'import', '-'], { stdin: stdout });
    expect(done.stdout).toBe('weekly\n1 policies saved.\n');
    expect(core.calls).toEqual([{ name: 'policies.import', input: [{ name: 'weekly', policy: weekly }] }]);
    const again = await runForTest(savedCore(), ['policy', 'import', '-'], { stdin: stdout });
    expect(again.stdout).toContain('weekly (replaced)');
  });

  it.each([
    ['import of a bad file', ['policy', 'import', fileOf('[]')], /no policy file/],
    ['show of nothing', ['policy', 'show', 'nightly'], /nightly/],
    ['a command it does not have', ['policy', 'frob'], /"policy frob"; there is "policy list"/],
    ['no command', ['policy'], /"policy list"/],
    ['show without a name', ['policy', 'show'], /policy show NAME/],
  ])('%s exits with 2', async (_, argv, says) => {
    const core = savedCore();
    const { code, stderr } = await runForTest(core, argv);
    expect({ code, calls: core.calls }).toEqual({ code: 2, calls: [] });
    expect(stderr).toMatch(says);
  });

  it('remove forgets one', async () => {
    const core = savedCore();
    expect((await runForTest(core, ['policy', 'remove', 'weekly'])).code).toBe(0);
    expect(core.calls).toEqual([{ name: 'policies.remove', input: 'weekly' }]);
  });
});

describe('pin', () => {
  const id = imageId('abc');
  it.each([
    ['a pattern', ['acme/**'], { kind: 'reference', pattern: 'acme/**' }],
    ['an ID', [id], { kind: 'image', id }],
    ['a label', ['--label', 'keep'], { kind: 'label', name: 'keep', value: null }],
    ['a label with a value', ['--label', 'keep=a=b'], { kind: 'label', name: 'keep', value: 'a=b' }],
    ['a label with an empty value', ['--label=keep='], { kind: 'label', name: 'keep', value: '' }],
  ] as const)('add and remove take %s', async (_, argv, pin) => {
    const core = fakeCore({ pins: [{ pin, addedAtMs: 0 }] });
    expect((await runForTest(core, ['pin', 'add', ...argv])).code).toBe(0);
    expect((await runForTest(core, ['pin', 'remove', ...argv])).code).toBe(0);
    expect(core.calls).toEqual([
      { name: 'pin', input: pin },
      { name: 'unpin', input: pin },
    ]);
  });

  it('list says what stays', async () => {
    const core = fakeCore({ pins: [{ pin: { kind: 'label', name: 'keep', value: 'x' }, addedAtMs: 0 }] });
    expect((await runForTest(core, ['pin', 'list'])).stdout).toContain('1970-01-01  --label keep=x');
    const { stdout } = await runForTest(core, ['pin', 'list', '--json']);
    expect(JSON.parse(stdout)).toEqual({ pins: [{ pin: 'label', name: 'keep', value: 'x', addedAtMs: 0 }] });
  });

  it.each([
    ['nothing', ['pin', 'add'], /PATTERN/],
    ['two things', ['pin', 'add', 'a', '--label', 'b'], /PATTERN/],
    ['a short ID', ['pin', 'add', 'sha256:abc'], /64 hex digits/],
    ['what is not pinned', ['pin', 'remove', 'acme/*'], /not pinned/],
  ])('%s exits with 2', async (_, argv, says) => {
    const core = fakeCore();
    const { code, stderr } = await runForTest(core, argv);
    expect({ code, calls: core.calls }).toEqual({ code: 2, calls: [] });
    expect(stderr).toMatch(says);
  });
});
