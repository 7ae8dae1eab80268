import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { projectRoot } from './run-step.ts';

// What one person's window loads: all code and styles, and the words of one language, the largest. Fonts load beside it.
const limitBytes = 120_000;
const wordsOfALanguage = /words-\w\w-[^/]+\.js$/;

const folder = join(projectRoot, 'out/renderer');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => ['.js', '.css'].includes(extname(name)))
  .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name)), { level: 9 }).length }))
  .sort((a, b) => b.bytes - a.bytes);
const [largestWords] = files.filter(({ name }) => wordsOfALanguage.test(name));
const loaded = files.filter((file) => file === largestWords || !wordsOfALanguage.test(file.name));
const total = loaded.reduce((sum, { bytes }) => sum + bytes, 0);

for (const file of files) {
  const aside = loaded.includes(file) ? '' : ' (another language, not loaded)';
  process.stdout.write(`${kilobytes(file.bytes)} ${file.name}${aside}\n`);
}
process.stdout.write(
  `total ${kilobytes(total)} of ${kilobytes(limitBytes)}, gzipped JavaScript and CSS of one language\n`,
);
if (files.length === 0 || total > limitBytes) process.exitCode = 1;

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
