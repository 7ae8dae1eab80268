import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { projectRoot } from './run-step.ts';

// What a window loads before its first screen stands: the entry with everything it imports at once, styles, and the words of
// one language, the largest. Other screens, parts and languages are fetched later; fonts load beside it.
const limitBytes = 120_000;
const wordsOfALanguage = /words-\w\w\.ts$/;

/** What Vite writes of a chunk into its manifest. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  /** Keys of chunks it cannot start without. */
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

const folder = join(projectRoot, 'out/renderer');
const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Readonly<
  Record<string, Chunk>
>;
const bytesOf = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => ['.js', '.css'].includes(extname(name)))
    .map((name) => [name, gzipSync(readFileSync(join(folder, name)), { level: 9 }).length]),
);

const entries = Object.keys(manifest).filter((key) => manifest[key]?.isEntry === true);
const first = filesWith(entries);
const languages = Object.keys(manifest)
  .filter((key) => wordsOfALanguage.test(key))
  .map((key) => [...filesWith([key])].filter((file) => !first.has(file)))
  .sort((a, b) => sum(b) - sum(a));
const loaded = new Set([...first, ...(languages[0] ?? [])]);
const later = [...bytesOf.keys()].filter((file) => !loaded.has(file));

print([...loaded], '');
print(later, ' (later)');
process.stdout.write(
  `${kilobytes(sum(later))} in ${later.length} files later\n` +
    `total ${kilobytes(sum(loaded))} of ${kilobytes(limitBytes)} before the first screen, gzipped JavaScript and CSS of one language\n`,
);
if (entries.length === 0 || languages.length === 0 || sum(loaded) > limitBytes) process.exitCode = 1;

/** Files of these chunks and of everything they import at once. */
function filesWith(keys: readonly string[]): ReadonlySet<string> {
  const seen = new Set(keys);
  // A set iterates over what is added to it meanwhile.
  for (const key of seen) for (const imported of manifest[key]?.imports ?? []) seen.add(imported);
  const chunks = [...seen].map((key) => manifest[key]).filter((chunk) => chunk !== undefined);
  return new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]));
}

function sum(files: Iterable<string>): number {
  return [...files].reduce((bytes, file) => bytes + (bytesOf.get(file) ?? 0), 0);
}

function print(files: readonly string[], aside: string): void {
  for (const file of files.toSorted((a, b) => sum([b]) - sum([a])))
    process.stdout.write(`${kilobytes(sum([file]))} ${file}${aside}\n`);
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}
