import { existsSync, readdirSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What a file was when it was found broken. */
export type FileMark = string;

/** Marks a file, to know later whether it is still the same; empty when there is none. */
export function markFile(file: string): FileMark {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.dev}:${found.ino}`;
}

/**
 * Moves a broken file, with its write-ahead log, out of the way under a new name: `ballast.sqlite.kept-2026-11-23T22-42-10`.
 * Shape:   where it was put; null when it is no longer the marked file, because another process was faster.
 */
export function setAside(file: string, mark: FileMark, nowMs: number): string | null {
  if (markFile(file) !== mark) return null;
  const keptAs = freeName(`${file}.kept-${new Date(nowMs).toISOString().slice(0, 19).replaceAll(':', '-')}`);
  // The log first: a fresh file must never find the old one's log beside it.
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, keptAs + suffix);
  }
  return keptAs;
}

/** The newest file that lies aside of this one; null when none does: whoever saw to it moved it away. */
export function keptAside(file: string): string | null {
  const folder = dirname(file);
  const prefix = `${basename(file)}.kept-`;
  const kept = readdirSync(folder).filter((name) => name.startsWith(prefix) && !/-(?:wal|shm)$/.test(name));
  const newest = kept.sort().at(-1);
  return newest === undefined ? null : join(folder, newest);
}

function freeName(wanted: string): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? wanted : `${wanted}-${count}`;
    if (!existsSync(name)) return name;
  }
}
