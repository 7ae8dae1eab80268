import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Where Electron's binary is; null when it is not there. Reads what its package wrote down: loading the package
 * itself would start a download.
 */
export function electronBinary(root: string, environment: NodeJS.ProcessEnv): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const name = readText(join(folder, 'path.txt'));
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) return existing(join(override, name ?? 'electron'));
  return name === null ? null : existing(join(folder, 'dist', name));
}

/** How a try to fetch the binary ended. `slow`: it goes on beside us, for the next start. */
export type FetchOutcome = 'fetched' | 'failed' | 'slow';

/** Fetches Electron's binary, waiting no longer than `patienceMs`, and remembers when that did not work. */
export async function fetchElectron(
  root: string,
  { patienceMs, nowMs }: { readonly patienceMs: number; readonly nowMs: number },
): Promise<FetchOutcome> {
  const script = join(root, 'node_modules', 'electron', 'install.js');
  const child = spawn(process.execPath, [script], { stdio: 'ignore' });
  const ended = new Promise<FetchOutcome>((resolve) => {
    child.on('error', () => resolve('failed'));
    child.on('exit', (code) => resolve(code === 0 ? 'fetched' : 'failed'));
  });
  const waiting = new AbortController();
  const outcome = await Promise.race([ended, delay(patienceMs, 'slow' as const, { signal: waiting.signal })]);
  waiting.abort();
  if (outcome === 'slow') {
    // It may still come while Ballast runs in the browser; it never outlives it.
    child.unref();
    process.once('exit', () => child.kill());
  }
  if (outcome !== 'fetched') rememberFailure(root, nowMs);
  return outcome;
}

/** When fetching failed last; null when it never did. */
export function fetchFailedAtMs(root: string): number | null {
  const atMs = Number(readText(failureFile(root)));
  return Number.isFinite(atMs) && atMs > 0 ? atMs : null;
}

function rememberFailure(root: string, nowMs: number): void {
  const file = failureFile(root);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, String(nowMs));
  } catch {
    // Then the next start waits once more.
  }
}

function failureFile(root: string): string {
  return join(root, 'node_modules', '.cache', 'ballast', 'electron-fetch-failed-at');
}

function existing(path: string): string | null {
  return existsSync(path) ? path : null;
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
