import { Readable } from 'node:stream';

const pieceBytes = 4096;

/** A saved archive, read to its end. */
export async function readArchive(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** An archive for a load, in pieces. */
export function archiveOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  const count = Math.ceil(bytes.length / pieceBytes);
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes)),
  );
}
