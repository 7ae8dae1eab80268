import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';

import { expect, test } from 'vitest';

import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { createRouter } from '#main/core/dispatch.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';
import { runCli } from '#main/shells/cli/run-cli.ts';
import { idsOf, namesOf, startCleanUp } from '#test/support/clean-up-runs.ts';
import type { TestCore } from '#test/support/test-core.ts';

/** Runs the command line on a whole core; the next run finds it as this one left it. */
async function ballast({ core }: TestCore, ...argv: readonly string[]) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const text = (stream: PassThrough): string => String(stream.read() ?? '');
  const code = await runCli({
    argv,
    environment: {},
    stdin: Object.assign(Readable.from(['']), { isTTY: false }),
    stdout: Object.assign(stdout, { isTTY: false }),
    stderr: Object.assign(stderr, { isTTY: false }),
    compose: () => Promise.resolve({ router: createRouter(core), close: () => Promise.resolve() }),
    signal: new AbortController().signal,
  });
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

test.each(['classic', 'containerd'] as const)(
  'what a policy removed after --save-local comes back by undo, on the %s store',
  async (store) => {
    const content = population()
      .image('nginx:1', { origin: 'pulled', steps: [copy('nginx', 900)] })
      .image('local/app:1', { steps: [copy('app', 300)] })
      .tag('local/app:1', 'local/app:latest');
    const started = startCleanUp(content, { store });
    const before = await namesOf(started.engine);
    started.store.writePolicy({ name: 'weekly', policy: policyOf({ kind: 'unused' }), updatedAtMs: 0 });
    const cleaned = await ballast(started, 'clean', '--policy', 'weekly', '--save-local', '--yes');
    expect(cleaned).toMatchObject({ code: 0, stderr: '' });
    expect(await idsOf(started.engine)).toEqual(new Set());
    expect(started.store.runs(1)[0]).toMatchObject({ policyName: 'weekly', state: 'succeeded' });
    const files = readdirSync(join(started.directory, 'archives')).filter((name) => name.endsWith('.tar'));
    expect(files).toHaveLength(store === 'classic' ? 1 : 2);
    const undone = await ballast(started, 'undo');
    expect(undone).toMatchObject({ code: 0 });
    expect(undone.stdout).toContain('restored');
    expect(await namesOf(started.engine)).toEqual(before);
    expect(await ballast(started, 'undo')).toMatchObject({ code: 2 });
  },
);
