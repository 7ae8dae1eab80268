import { isKnown, type MaybeBytes } from './unknown.ts';

/** Decimal units, like Docker's: 1 kB is 1000 B. */
type ByteUnit = 'B' | 'kB' | 'MB' | 'GB' | 'TB';

/** A number of bytes ready to be written: rounded to three significant digits, in the unit that fits. */
export interface SplitBytes {
  readonly value: number;
  readonly unit: ByteUnit;
}

const largerUnits: readonly ByteUnit[] = ['kB', 'MB', 'GB', 'TB'];

/**
 * Splits bytes into value and unit.
 * Unit:    decimal. Whole bytes below 1 kB; `999.7 kB` becomes `1 MB`, never `1000 kB`; terabytes have no upper end.
 * Shape:   negative numbers keep their sign (differences).
 */
export function splitBytes(bytes: number): SplitBytes {
  const sign = bytes < 0 ? -1 : 1;
  let value = Math.round(Math.abs(bytes));
  let unit: ByteUnit = 'B';
  let exact = Math.abs(bytes);
  for (const larger of largerUnits) {
    if (value < 1000) break;
    exact /= 1000;
    value = roundToThreeDigits(exact);
    unit = larger;
  }
  return { value: value === 0 ? 0 : sign * value, unit };
}

/** Bytes as one reads them: `1.23 MB`, `0 B`, `unknown`. Always with a point: for the command line, not for a window. */
export function formatBytes(bytes: MaybeBytes): string {
  if (!isKnown(bytes)) return bytes;
  const { value, unit } = splitBytes(bytes);
  return `${value} ${unit}`;
}

/** Whole numbers from 100 on, so that a thousand terabytes keep all their digits. */
function roundToThreeDigits(value: number): number {
  const scale = value >= 99.95 ? 1 : value >= 9.995 ? 10 : 100;
  return Math.round(value * scale) / scale;
}
