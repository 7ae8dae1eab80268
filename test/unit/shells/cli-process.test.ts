import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, it } from 'vitest';

import { projectRoot } from '#main/shells/project-root.ts';

// The command as a process of its own, with the whole program behind it, on the demo engine.
const main = join(projectRoot(), 'src-main', 'shells', 'cli', 'main.ts');
const started: ChildProcessWithoutNullStreams[] = [];

function ballast(...argv: string[]): ChildProcessWithoutNullStreams {
  const environment = {
    ...process.env,
    BALLAST_DATA_DIR: mkdtempSync(join(tmpdir(), 'ballast-')),
    LC_ALL: 'C',
  };
  const child = spawn(process.execPath, [main, ...argv, '--engine=demo'], { env: environment });
  started.push(child);
  return child;
}

async function ended(child: ChildProcessWithoutNullStreams): Promise<{ code: unknown; signal: unknown }> {
  const values: readonly unknown[] = await once(child, 'exit');
  return { code: values[0], signal: values[1] };
}

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

describe('ballast as a process', () => {
  it('prints a ledger that adds up, and ends by itself', async () => {
    const child = ballast('ledger', '--json');
    const [stdout, { code }] = await Promise.all([text(child.stdout), ended(child)]);
    expect(code).toBe(0);
    const { totals, layers } = JSON.parse(stdout) as {
      totals: { layerBytes: number; layerCount: number; engineLayersBytes: number };
      layers: unknown[];
    };
    expect(totals.layerBytes).toBe(totals.engineLayersBytes);
    expect(layers).toHaveLength(totals.layerCount);
  }, 30_000);

  it('does not crash when its reader has seen enough', async () => {
    const child = ballast('ledger', '--json');
    child.stdout.destroy();
    const [stderr, end] = await Promise.all([text(child.stderr), ended(child)]);
    expect(end).toEqual({ code: 0, signal: null });
    expect(stderr).not.toContain('EPIPE');
  }, 30_000);

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'serve ends in good order on %s',
    async (signal) => {
      const child = ballast('serve', '--no-open');
      await once(child.stdout, 'data');
      child.kill(signal);
      expect(await ended(child)).toEqual({ code: 0, signal: null });
    },
    30_000,
  );
});
