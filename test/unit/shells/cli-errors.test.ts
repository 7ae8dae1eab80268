import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { AppErrorCode, AppErrorData } from '#main/domain/app-error.ts';
import { retryOf } from '#main/domain/app-error.ts';
import { errorMessages } from '#main/contract/messages/error-messages.ts';

import { fakeCore } from './fake-core.ts';
import { endpoint, imageId } from './fake-views.ts';
import { runForTest } from './run-for-test.ts';

const failure = (code: AppErrorCode, detail = ''): AppErrorData => ({
  code,
  subject: endpoint,
  retry: retryOf(code),
  detail,
});

const unanswered = (code: AppErrorCode, detail: string): Parameters<typeof fakeCore>[0] => ({
  list: {
    endpoints: [
      {
        url: 'unix:///gone.sock',
        source: 'usual-socket',
        label: '',
        error: failure('engine.unreachable'),
        tried: true,
      },
      { url: endpoint, source: 'usual-socket', label: '', error: failure(code, detail), tried: true },
      { url: 'demo:', source: 'demo', label: '', error: null, tried: false },
    ],
    current: null,
  },
});

const wrongUsage: readonly (readonly [what: string, argv: readonly string[], says: RegExp])[] = [
  ['unknown command', ['frobnicate'], /frobnicate/],
  ['unknown option', ['images', '--frob'], /--frob/],
  ['missing value', ['images', '--engine'], /--engine/],
  ['too many arguments', ['images', 'app'], /ballast images/],
  ['too few arguments', ['tag', 'app:1'], /SOURCE TARGET/],
  ['no policy', ['plan'], /--dangling/],
  ['two policies', ['plan', '--dangling', '--unused'], /one of/],
  ['unknown image', ['plan', '--images', 'nothing:1'], /nothing:1/],
  ['unknown ID', ['plan', '--images', 'cafe'], /cafe/],
  ['too short an ID', ['plan', '--images', 'aaa'], /aaa/],
  ['ambiguous ID', ['plan', '--images', 'aaaa'], /aaaa1000000.*aaaa2000000/],
  ['empty name', ['plan', '--images', 'app:1,,app:2'], /empty/],
  ['a digest', ['plan', '--images', `registry.example:5000/team/app@sha256:${'d'.repeat(64)}`], /digest/],
  ['wrong reference', ['plan', '--images', 'App:1'], /App:1/],
  ['one bad name among good ones', ['plan', '--images', 'app:1,nothing:1'], /nothing:1/],
  ['clean without a plan', ['clean', '--yes'], /--plan/],
  ['plan file that is not there', ['clean', '--plan', '/nowhere/plan.json', '--yes'], /ENOENT/],
  ['wrong port', ['serve', '--port', '65536'], /65536/],
];

const wrongPlans: readonly (readonly [what: string, content: string, says: RegExp])[] = [
  ['not JSON', '{"fingerprint": "f"', /JSON/],
  ['not an object', '[]', /fingerprint|Object/],
  ['no fingerprint', '{"remove": []}', /fingerprint/],
  ['no list', '{"fingerprint": "f"}', /remove/],
  ['wrong ID', '{"fingerprint": "f", "remove": [{"id": "app:1", "references": []}]}', /remove\.0\.id/],
  [
    'wrong effect',
    `{"fingerprint": "f", "remove": [{"id": "${imageId('a')}", "effect": "force", "references": []}]}`,
    /remove\.0\.effect/,
  ],
  ['no references', `{"fingerprint": "f", "remove": [{"id": "${imageId('a')}"}]}`, /remove\.0\.references/],
];

describe('wrong usage', () => {
  it.each(wrongUsage)('%s exits with 2, says why, and changes nothing', async (_, argv, says) => {
    const core = fakeCore();
    const { code, stdout, stderr } = await runForTest(core, argv);
    expect({ code, stdout, calls: core.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    expect(stderr).toMatch(says);
    expect(core.closed).toBe(core.composedWith.length);
  });

  it.each(wrongPlans)('a plan file with %s names the field', async (_, content, says) => {
    const core = fakeCore();
    const file = join(mkdtempSync(join(tmpdir(), 'ballast-')), 'plan.json');
    writeFileSync(file, content);
    const { code, stdout, stderr } = await runForTest(core, ['clean', '--plan', file, '--yes', '--json']);
    expect({ code, stdout, calls: core.calls }).toEqual({ code: 2, stdout: '', calls: [] });
    const { error } = JSON.parse(stderr) as { error: { code: string; subject: string; detail: string } };
    expect(error).toMatchObject({ code: 'usage.invalid', subject: file });
    expect(error.detail).toMatch(says);
  });

  it('is not what an interruption is', async () => {
    const core = fakeCore({ tagError: failure('bug') });
    const { code, stderr } = await runForTest(core, ['tag', 'a', 'b', '--json'], {
      signal: AbortSignal.abort(),
    });
    expect(code).toBe(5);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: 'cancelled' } });
  });

  it('shows the commands when none is given', async () => {
    const { code, stdout, stderr } = await runForTest(fakeCore(), []);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('ledger');
  });
});

describe('clean asks', () => {
  const stdinPlan = JSON.stringify({ fingerprint: 'f', remove: [{ id: imageId('a'), references: [] }] });
  const file = (): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'ballast-')), 'plan.json');
    writeFileSync(path, stdinPlan);
    return path;
  };

  it('refuses without --yes where nobody can be asked', async () => {
    const core = fakeCore();
    const { code, stderr } = await runForTest(core, ['clean', '--plan', file()]);
    expect({ code, calls: core.calls }).toEqual({ code: 2, calls: [] });
    expect(stderr).toContain('--yes');
  });

  it.each([
    ['y\n', 0, ['run']],
    ['n\n', 5, []],
    ['\n', 5, []],
  ])('on a terminal, %j ends with %i', async (answer, code, names) => {
    const core = fakeCore();
    const run = await runForTest(core, ['clean', '--plan', file()], { stdin: answer, isTerminal: true });
    expect(run.stderr).toContain('[y/N]');
    expect({ code: run.code, names: core.calls.map(({ name }) => name) }).toEqual({ code, names });
  });
});

describe('no engine', () => {
  it.each([
    ['engine.unreachable', 3],
    ['engine.denied', 3],
    ['engine.timeout', 3],
    ['engine.unsupported', 3],
    ['engine.bad-answer', 3],
  ] as const)('%s exits with %i and says what was tried', async (code, exit) => {
    const core = fakeCore(unanswered(code, 'the engine’s words'));
    const run = await runForTest(core, ['images', '--json']);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: exit, stdout: '' });
    const { error } = JSON.parse(run.stderr) as { error: Record<string, string> };
    expect(Object.keys(error).sort()).toEqual(['code', 'detail', 'nextStep', 'sentence', 'subject']);
    expect(error['code']).toBe(code);
    expect(error['detail']).toContain('the engine’s words');
    expect(error['detail']).toContain('unix:///gone.sock');
    expect(core.closed).toBe(1);
  });

  it('never takes another engine than the one asked for', async () => {
    const core = fakeCore();
    core.list = {
      endpoints: [
        {
          url: 'unix:///asked.sock',
          source: 'argument',
          label: '',
          error: failure('engine.denied'),
          tried: true,
        },
        { url: endpoint, source: 'usual-socket', label: '', error: null, tried: true },
      ],
      current: endpoint,
    };
    const { code, stderr } = await runForTest(core, ['images', '--engine', '/asked.sock']);
    expect(code).toBe(3);
    expect(core.composedWith[0]?.engineUrl).toBe('unix:///asked.sock');
    expect(stderr).toContain(errorMessages('en')['engine.denied'].sentence);
  });

  it('tells a failure of the list as such', async () => {
    const core = fakeCore({
      frames: [{ kind: 'failed', error: failure('engine.bad-answer', 'half an answer') }],
    });
    const { code, stderr } = await runForTest(core, ['images']);
    expect(code).toBe(3);
    expect(stderr).toContain('half an answer');
  });
});

describe('language', () => {
  const japanese = errorMessages('ja')['engine.conflict'];
  it.each([
    ['--lang ja', ['--lang', 'ja'], {}],
    ['--lang=ja', ['--lang=ja'], { LANG: 'en_US.UTF-8' }],
    ['LC_ALL', [], { LC_ALL: 'ja_JP.UTF-8', LANG: 'C' }],
    ['LANG', [], { LANG: 'ja_JP.UTF-8' }],
  ])('%s gives Japanese sentences', async (_, argv, environment) => {
    const core = fakeCore({ tagError: failure('engine.conflict') });
    const { code, stderr } = await runForTest(core, ['tag', 'app:1', 'app:2', ...argv], { environment });
    expect(code).toBe(5);
    expect(stderr).toContain(japanese.sentence);
    expect(stderr).toContain(japanese.nextStep);
  });

  it('is English otherwise', async () => {
    const core = fakeCore({ tagError: failure('bug', 'what happened') });
    const { code, stderr } = await runForTest(core, ['tag', 'app:1', 'app:2'], {
      environment: { LANG: 'C' },
    });
    expect(code).toBe(1);
    expect(stderr).toContain(errorMessages('en').bug.sentence);
    expect(stderr).toContain('what happened');
  });
});
