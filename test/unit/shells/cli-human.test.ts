import { beforeEach, describe, expect, it } from 'vitest';

import { fakeCore } from './fake-core.ts';
import { cleanupPlan, engineContainer, engineView, imageId, jobView } from './fake-views.ts';
import { runForTest } from './run-for-test.ts';

describe('tables', () => {
  it('are aligned, without trailing spaces, with unknown said as such', async () => {
    const { code, stdout } = await runForTest(fakeCore(), ['images']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'REFERENCE                         IMAGE ID      SIZE  EXCLUSIVE   SHARED  CREATED     USE',
        '<untagged>                        aaaa20000000  3 MB    unknown  unknown  2026-11-23  dangling',
        'app:1                             aaaa10000000  3 MB       1 MB     2 MB  2026-11-23',
        'app:latest                        aaaa10000000',
        'registry.example:5000/team/app:2  bbbb00000000  3 MB       1 MB     2 MB  2026-11-23  web (exited)',
        '',
        '3 images, 4 layers: 5 MB on disk, each layer once.',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('colour on %s: %s', async (_, isTerminal, environment, isColoured) => {
    const { stdout } = await runForTest(fakeCore(), ['images'], { isTerminal, environment });
    expect(stdout.includes('\u001b[1m')).toBe(isColoured);
  });

  it('shows progress on a terminal only, and never between JSON', async () => {
    const terminal = await runForTest(fakeCore(), ['images'], { isTerminal: true });
    expect(terminal.stderr).toContain('Listing images');
    const pipe = await runForTest(fakeCore(), ['images']);
    const json = await runForTest(fakeCore(), ['images', '--json'], { isTerminal: true });
    expect([pipe.stderr, json.stderr]).toEqual(['', '']);
  });

  it('says when the engine is the demo', async () => {
    const view = engineView();
    const core = fakeCore({
      frames: [{ kind: 'ready', view: { ...view, engine: { ...view.engine, isDemo: true } } }],
    });
    const { stderr } = await runForTest(core, ['images', '--engine', 'demo', '--json']);
    expect(stderr).toContain('demo');
    expect(core.composedWith[0]?.engineUrl).toBe('demo:');
  });
});

describe('plan --images', () => {
  const whole = { id: imageId('aaaa1'), references: null };
  it.each([
    ['a familiar reference', 'app', [{ id: imageId('aaaa1'), references: ['app:latest'] }]],
    ['a canonical reference', 'docker.io/library/app:1', [{ id: imageId('aaaa1'), references: ['app:1'] }]],
    [
      'both references of one image',
      'app:1,app',
      [{ id: imageId('aaaa1'), references: ['app:1', 'app:latest'] }],
    ],
    ['a whole ID', imageId('aaaa1'), [whole]],
    ['a whole ID without its algorithm', imageId('aaaa1').slice(7), [whole]],
    ['the beginning of an ID', 'AAAA1', [whole]],
    ['an ID and one of its references', 'aaaa1,app:1', [whole]],
    ['a reference and then its ID', 'app:1, aaaa1', [whole]],
    [
      'a registry with a port',
      'registry.example:5000/team/app:2',
      [{ id: imageId('bbbb'), references: ['registry.example:5000/team/app:2'] }],
    ],
  ])('understands %s', async (_, typed, picks) => {
    const core = fakeCore();
    const { code } = await runForTest(core, ['plan', '--images', typed]);
    expect(code).toBe(0);
    expect(core.calls).toEqual([{ name: 'plan', input: { kind: 'picked', picks } }]);
  });
});

describe('plan', () => {
  it('says why something named stays', async () => {
    const core = fakeCore();
    const container = engineContainer('web');
    core.plan = (policy) => {
      const keep = [
        {
          id: imageId('bbbb'),
          reasons: ['in-use-by-container' as const],
          containers: [container],
          pin: null,
        },
      ];
      return cleanupPlan({ policy, remove: [], keep });
    };
    const { stdout } = await runForTest(core, ['plan', '--images', 'bbbb']);
    expect(stdout).toContain(
      'Nothing to remove.\nStays: registry.example:5000/team/app:2: in-use-by-container (web)\n',
    );
  });
});

describe('clean', () => {
  it('says what changed when the plan is stale', async () => {
    const detail = JSON.stringify([
      { kind: 'image-gone', id: imageId('abcd') },
      { kind: 'reference-added', id: imageId('abcd'), reference: 'app:9' },
    ]);
    const core = fakeCore({ runError: { code: 'plan.stale', subject: '', retry: 'now', detail } });
    const plan = JSON.stringify({ fingerprint: 'f', remove: [{ id: imageId('abcd'), references: [] }] });
    const { code, stderr } = await runForTest(core, ['clean', '--plan', '-', '--yes'], { stdin: plan });
    expect(code).toBe(4);
    expect(stderr).toContain('  image-gone abcd00000000\n  reference-added app:9 abcd00000000\n');
  });

  it('cancels the job on Ctrl-C, and still tells how each item ended', async () => {
    const stop = new AbortController();
    const core = fakeCore({ jobs: [jobView({ state: 'cancelled' })] });
    const plan = JSON.stringify({ fingerprint: 'f', remove: [{ id: imageId('a'), references: [] }] });
    const push = core.calls.push.bind(core.calls);
    core.calls.push = (...calls) => {
      if (calls[0]?.name === 'run') stop.abort();
      return push(...calls);
    };
    const run = await runForTest(core, ['clean', '--plan', '-', '--yes'], {
      stdin: plan,
      signal: stop.signal,
    });
    expect(core.calls.map(({ name }) => name)).toEqual(['run', 'cancel']);
    expect(run.code).toBe(5);
    expect(run.stdout).toContain('removed');
  });
});

describe('help', () => {
  it.each([
    ...['images', 'ledger', 'plan', 'clean', 'history', 'undo', 'resume', 'tag', 'untag', 'serve'],
    ...['bin list', 'bin restore', 'bin empty', 'pin list', 'pin add', 'pin remove'],
    ...['policy list', 'policy show', 'policy import', 'policy export', 'policy remove'],
  ])('%s explains itself', async (name) => {
    const core = fakeCore();
    const { code, stdout } = await runForTest(core, [...name.split(' '), '--help']);
    expect(code).toBe(0);
    for (const word of [`usage: ballast ${name}`, '--engine', '--json', '--help'])
      expect(stdout).toContain(word);
    expect(core.composedWith).toEqual([]);
  });

  it.each(['policy', 'pin', 'bin'])('%s lists what it can do', async (name) => {
    const { code, stdout } = await runForTest(fakeCore(), [name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(`${name} list`);
    expect(stdout).not.toContain('ledger');
  });

  it('prints the version', async () => {
    const { stdout } = await runForTest(fakeCore(), ['--version']);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe('serve', () => {
  const serve = (...argv: string[]): ReturnType<typeof runForTest> => {
    const stop = new AbortController();
    const options = { signal: stop.signal, onOutput: () => stop.abort() };
    return runForTest(core, ['serve', '--no-open', ...argv], options);
  };
  let core = fakeCore();
  beforeEach(() => (core = fakeCore()));

  it('prints one line with the link and runs until it is told to stop', async () => {
    const { code, stdout, stderr } = await serve();
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Ballast is ready at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
    expect(stderr).toBe('');
    expect(core.composedWith[0]?.shell).toBe('browser');
    expect(core.closed).toBe(1);
  });

  it('warns when other machines can reach it', async () => {
    expect((await serve('--host', '0.0.0.0')).stderr).toMatch(/^Warning: 0\.0\.0\.0 /);
  });
});
