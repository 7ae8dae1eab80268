import { crc32 } from 'node:zlib';

const header = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255);
const longestBlock = 0xffff;

/**
 * Gzip without compression: the same bytes whatever zlib is at hand, so that digests stay what they are.
 * Source:  RFC 1951 3.2.4 (stored blocks), RFC 1952.
 */
export function gzipStored(content: Uint8Array): Uint8Array {
  const blockCount = Math.max(1, Math.ceil(content.length / longestBlock));
  const gzip = Buffer.alloc(header.length + content.length + 5 * blockCount + 8);
  gzip.set(header);
  let at = header.length;
  for (let index = 0; index < blockCount; index += 1) {
    const piece = content.subarray(index * longestBlock, (index + 1) * longestBlock);
    gzip[at] = index + 1 === blockCount ? 1 : 0;
    gzip.writeUInt16LE(piece.length, at + 1);
    gzip.writeUInt16LE(piece.length ^ 0xffff, at + 3);
    gzip.set(piece, at + 5);
    at += 5 + piece.length;
  }
  gzip.writeUInt32LE(crc32(content), at);
  gzip.writeUInt32LE(content.length % 2 ** 32, at + 4);
  return gzip;
}
