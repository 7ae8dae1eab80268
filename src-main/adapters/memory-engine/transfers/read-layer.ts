import { gunzipSync } from 'node:zlib';

import * as v from 'valibot';

import { digestOf } from '../digests.ts';
import { transferFailed } from '../engine-errors.ts';
import type { LayerSpec } from '../image-spec.ts';
import { layerFile, type LayerBlobs } from '../layer-blobs.ts';

const block = 512;
const emptyTarBytes = 1024;
const inventedLayer = v.object({ content: v.string(), bytes: v.number() });

/**
 * The layer that a blob of an archive is, plain or compressed.
 * Errors:  `transfer.failed` when it is not the one its image names.
 */
export function readLayer(content: Uint8Array, diffId: string, blobs: LayerBlobs): LayerSpec {
  const tar = content[0] === 0x1f && content[1] === 0x8b ? unpack(content, diffId) : content;
  if (digestOf(tar) !== diffId) throw notTheLayer(diffId, 'content digest does not match');
  const invented = readInvented(tar);
  if (invented !== null && blobs.diffIdOf(invented) === diffId) return invented;
  return { content: diffId, bytes: logicalBytes(tar), archived: tar };
}

/** What a layer of an invented image stands for; null for any other tar. */
function readInvented(tar: Uint8Array): LayerSpec | null {
  if (tar.length === emptyTarBytes && tar.every((byte) => byte === 0)) return { content: '', bytes: 0 };
  if (fieldOf(tar, 0, 100) !== layerFile) return null;
  const told = Buffer.from(tar.subarray(block, block + bytesOf(tar, 0))).toString();
  try {
    const parsed = v.safeParse(inventedLayer, JSON.parse(told));
    return parsed.success ? parsed.output : null;
  } catch {
    // Somebody else's file of that name.
    return null;
  }
}

/** Bytes of files, each once, and of the targets of symbolic links, as graph drivers count them. */
function logicalBytes(tar: Uint8Array): number {
  let sum = 0;
  let at = 0;
  while (at + block <= tar.length) {
    const [bytes, kind] = [bytesOf(tar, at), fieldOf(tar, at + 156, 1)];
    if (kind === '' || kind === '0') sum += bytes;
    if (kind === '2') sum += fieldOf(tar, at + 157, 100).length;
    at += block + Math.ceil(bytes / block) * block;
  }
  return sum;
}

function bytesOf(tar: Uint8Array, at: number): number {
  return Number.parseInt(fieldOf(tar, at + 124, 12), 8) || 0;
}

function fieldOf(tar: Uint8Array, from: number, length: number): string {
  const field = Buffer.from(tar.subarray(from, from + length)).toString('latin1');
  return (field.split('\0')[0] ?? '').trim();
}

function unpack(content: Uint8Array, diffId: string): Uint8Array {
  try {
    return gunzipSync(content);
  } catch (thrown) {
    throw notTheLayer(diffId, 'unexpected EOF', thrown);
  }
}

function notTheLayer(diffId: string, why: string, cause?: unknown) {
  return transferFailed('archive', `failed to ingest layer ${diffId}: ${why}`, cause);
}
