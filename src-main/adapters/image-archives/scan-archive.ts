import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';

import { extract, type Header } from 'tar-stream';

import { AppError } from '../../domain/app-error.ts';
import { brokenArchive } from './to-app-error.ts';

/** One file of an archive. */
export interface ArchiveFile {
  readonly bytes: number;
  /** `sha256:` of what is in it. */
  readonly digest: string;
  /** The whole content when it may be a JSON document: those are small. */
  readonly document: Buffer | null;
}

/** An archive as it was read from the first byte to the last. */
export interface ScannedArchive {
  /** By name; of two of a name the last one, which is what unpacking leaves. */
  readonly files: ReadonlyMap<string, ArchiveFile>;
  /** Where a symbolic or hard link leads, by its own name. */
  readonly links: ReadonlyMap<string, string>;
  readonly bytes: number;
  /** 64 hex digits over the whole archive. */
  readonly sha256: string;
}

/** Manifests have at most 4 MiB. Source: OCI distribution-spec, "Pushing manifests". */
const largestDocument = 4 * 1024 * 1024;

/** A tar ends with two blocks of zeros. Source: POSIX pax, "ustar Interchange Format". */
const endBytes = 1024;

/**
 * Reads an archive, and the digest of every file in it.
 * Errors:  `transfer.failed` when it is not a tar or is cut off.
 */
export async function scanArchive(source: AsyncIterable<Buffer>, subject: string): Promise<ScannedArchive> {
  const whole = createHash('sha256');
  const reader = extract();
  const files = new Map<string, ArchiveFile>();
  const links = new Map<string, string>();
  let bytes = 0;
  let end = Buffer.alloc(0);
  const counted = async function* (): AsyncIterable<Buffer> {
    for await (const chunk of source) {
      whole.update(chunk);
      bytes += chunk.byteLength;
      end = Buffer.concat([end, chunk.subarray(-endBytes)]).subarray(-endBytes);
      yield chunk;
    }
  };
  const collect = async (): Promise<void> => {
    for await (const entry of reader) {
      const name = plainName(entry.header.name);
      const link = linkOf(entry.header, name);
      // Of two entries of a name the last one counts, whatever kind they are.
      files.delete(name);
      links.delete(name);
      const file = await readFile(entry);
      if (link !== null) links.set(name, link);
      else if (entry.header.type === 'file' || entry.header.type === 'contiguous-file') files.set(name, file);
    }
  };
  try {
    await Promise.all([pipeline(counted(), reader), collect()]);
  } catch (thrown) {
    throw readError(thrown, subject);
  }
  if (end.byteLength < endBytes || end.some((byte) => byte !== 0)) {
    throw brokenArchive(subject, 'the archive was cut off: its end is missing');
  }
  return { files, links, bytes, sha256: whole.digest('hex') };
}

async function readFile(content: AsyncIterable<unknown>): Promise<ArchiveFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  let kept: Uint8Array[] | null = [];
  for await (const chunk of content) {
    if (!(chunk instanceof Uint8Array)) continue;
    hash.update(chunk);
    if (bytes === 0 && !mayBeginJson(chunk)) kept = null;
    bytes += chunk.byteLength;
    if (bytes > largestDocument) kept = null;
    kept?.push(chunk);
  }
  return {
    bytes,
    digest: `sha256:${hash.digest('hex')}`,
    document: kept === null ? null : Buffer.concat(kept),
  };
}

function mayBeginJson(chunk: Uint8Array): boolean {
  return [0x7b, 0x5b, 0x20, 0x0a, 0x09, 0x0d].includes(chunk[0] ?? 0);
}

/** `./a/b/` is `a/b`. */
function plainName(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A symbolic link is read from its own folder, a hard link from the root. */
function linkOf({ type, linkname }: Header, name: string): string | null {
  if (type === 'symlink') return plainName(`${name}/../${linkname}`);
  return type === 'link' ? plainName(linkname) : null;
}

/** The reader's own errors say that the archive is broken; the file system's are told by whoever opened the file. */
function readError(thrown: unknown, subject: string): unknown {
  if (!(thrown instanceof Error) || 'syscall' in thrown || thrown instanceof AppError) return thrown;
  return brokenArchive(subject, `the archive cannot be read: ${thrown.message}`);
}
