import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['src-main', 'src-renderer', 'package.json', 'package-lock.json', 'electron.vite.config.ts'];
const outputs = [
  'out/main/electron.js',
  'out/main/ballast.js',
  'out/preload/preload.cjs',
  'out/renderer/index.html',
];

/** Whether everything in `out/` is newer than every source it is made from. */
export function isBuilt(root: string): boolean {
  const oldest = Math.min(...outputs.map((path) => changedAtMs(join(root, path)) ?? 0));
  return oldest > 0 && sources.every((path) => newestIn(join(root, path)) < oldest);
}

/** Builds `out/`. Errors: an `Error` with what the build said. */
export function build(root: string): void {
  const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    // Whoever builds from within a test must not get a window built for tests.
    env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1' },
  });
  if (status !== 0) throw new Error(`the build failed:\n${stdout}${stderr}`);
}

/** When the newest file below a path changed; tests do not count. */
function newestIn(path: string): number {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return 0;
  if (!entry.isDirectory()) return /\.test\.ts$/.test(path) ? 0 : entry.mtimeMs;
  return readdirSync(path).reduce((newest, name) => Math.max(newest, newestIn(join(path, name))), 0);
}

function changedAtMs(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
