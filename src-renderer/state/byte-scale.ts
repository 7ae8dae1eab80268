/** Units a wish can be given in; decimal, like every number of bytes on the screen. */
export const byteUnits = { MB: 1e6, GB: 1e9 } as const;

/** A unit a wish can be given in. */
export type WishUnit = keyof typeof byteUnits;

/** Steps of the slider. */
export const scaleSteps = 200;

/**
 * Bytes at a step of the slider. The square of the way: small wishes, the common ones, get more of it than large ones.
 * Two digits that count, so that a slider stops at numbers one can say; the last step is everything.
 */
export function bytesAtStep(step: number, most: number): number {
  const share = Math.min(Math.max(step / scaleSteps, 0), 1);
  if (share === 1) return most;
  return Math.min(most, twoDigits(most * share * share));
}

/** The step nearest to a number of bytes. */
export function stepOfBytes(bytes: number, most: number): number {
  if (most <= 0) return 0;
  return Math.round(Math.sqrt(Math.min(Math.max(bytes / most, 0), 1)) * scaleSteps);
}

/** The unit in which so many bytes are read best. */
export function unitFor(bytes: number): WishUnit {
  return bytes >= byteUnits.GB ? 'GB' : 'MB';
}

/** What somebody typed, in bytes; null when it is no number one can free. A comma is a point. */
export function parseWish(text: string, unit: WishUnit): number | null {
  const plain = text.trim().replace(',', '.');
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(plain)) return null;
  const bytes = Math.round(Number(plain) * byteUnits[unit]);
  return bytes <= 1e15 ? bytes : null;
}

/** Bytes as the field shows them, without a unit and without losing more than the fourth digit. */
export function wishText(bytes: number, unit: WishUnit): string {
  return bytes === 0 ? '' : String(Number((bytes / byteUnits[unit]).toPrecision(4)));
}

function twoDigits(bytes: number): number {
  return Math.round(Number(bytes.toPrecision(2)));
}
