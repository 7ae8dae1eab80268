const block = 512;

/** What follows the last entry of a tar. */
export const tarEnd: Uint8Array = new Uint8Array(2 * block);

/**
 * Header of one file of a tar. Owner, mode and time are always the same.
 * Shape:   the name is ASCII and shorter than 100 characters.
 * Source:  POSIX.1-1988 ustar.
 */
export function tarHeader(name: string, bytes: number): Uint8Array {
  const header = Buffer.alloc(block);
  const fields: readonly (readonly [string, number])[] = [
    [name, 0],
    ['0000644\0', 100],
    ['0000000\0', 108],
    ['0000000\0', 116],
    [`${bytes.toString(8).padStart(11, '0')}\0`, 124],
    ['00000000000\0', 136],
    // The sum is taken with blanks in its own place.
    ['        0', 148],
    ['ustar\x0000', 257],
  ];
  for (const [text, at] of fields) header.write(text, at, 'latin1');
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** One file of a tar: its header, its content, and zeros up to the next block. */
export function tarEntry(name: string, content: Uint8Array): Uint8Array {
  const padding = new Uint8Array(-content.length & (block - 1));
  return Buffer.concat([tarHeader(name, content.length), content, padding]);
}
