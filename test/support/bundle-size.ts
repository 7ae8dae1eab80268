import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { projectRoot } from './run-step.ts';

// What the window has to load before it can show anything. Fonts are not code and load beside it.
const limitBytes = 120_000;

const folder = join(projectRoot, 'out/renderer');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => ['.js', '.css'].includes(extname(name)))
  .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name)), { level: 9 }).length }))
  .sort((a, b) => b.bytes - a.bytes);
const total = files.reduce((sum, { bytes }) => sum + bytes, 0);

for (const { name, bytes } of files) process.stdout.write(`${kilobytes(bytes)} ${name}\n`);
process.stdout.write(`total ${kilobytes(total)} of ${kilobytes(limitBytes)}, gzipped JavaScript and CSS\n`);
if (files.length === 0 || total > limitBytes) process.exitCode = 1;

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
