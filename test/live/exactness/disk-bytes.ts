import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { EngineKind } from '../engines/engine-kind.ts';

/** What is on the disk of an engine, counted without asking it. */
export interface DiskBytes {
  /**
   * Classic store: what the files of all layers hold, as the engine counts layers: regular files by their length, hard links
   * once, symbolic links by the length of their target, folders and whiteouts nothing. Containerd store: blocks of all
   * unpacked layers and bytes of all content blobs.
   */
  readonly layerBytes: number;
  /** Everything in the data folder, in blocks: with folders, links and the engine's own files. */
  readonly wholeBytes: number;
}

/** Counts. The folders of running containers are left out: they are nobody's layers. */
export function diskBytes(kind: EngineKind, dataRoot: string): DiskBytes {
  const layerBytes = kind === 'docker-28-containerd' ? containerdBytes(dataRoot) : overlayBytes(dataRoot);
  return { layerBytes, wholeBytes: Number(/^\d+/.exec(run('du', ['-s', '-B1', dataRoot]))?.[0]) };
}

/** The layer database names the folder of each layer; those of containers are named elsewhere. */
function overlayBytes(dataRoot: string): number {
  const database = join(dataRoot, 'image/overlay2/layerdb/sha256');
  const folders = readdirSync(database).map((chain) => {
    const name = readFileSync(join(database, chain, 'cache-id'), 'utf8');
    return join(dataRoot, 'overlay2', name, 'diff');
  });
  return folders.length === 0 ? 0 : filesIn(folders);
}

/** Regular files and symbolic links; a file with several names once. */
function filesIn(folders: readonly string[]): number {
  const isCounted = ['(', '-type', 'f', '-o', '-type', 'l', ')'];
  const listed = run('find', [...folders, ...isCounted, '-printf', '%i %s\\n']);
  const sizes = new Map(listed.split('\n').filter(Boolean).map(toEntry));
  return [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
}

function toEntry(line: string): readonly [inode: string, bytes: number] {
  const [inode = '', bytes = ''] = line.split(' ');
  return [inode, Number(bytes)];
}

function containerdBytes(dataRoot: string): number {
  const root = join(dataRoot, 'containerd/daemon');
  const snapshots = run('du', ['-s', '-B1', join(root, 'io.containerd.snapshotter.v1.overlayfs/snapshots')]);
  const blobs = run('find', [
    join(root, 'io.containerd.content.v1.content/blobs'),
    ...['-type', 'f', '-printf', '%s\\n'],
  ]);
  const content = blobs.split('\n').reduce((sum, bytes) => sum + Number(bytes), 0);
  return Number(/^\d+/.exec(snapshots)?.[0]) + content;
}

function run(command: string, args: readonly string[]): string {
  const ran = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (ran.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}
