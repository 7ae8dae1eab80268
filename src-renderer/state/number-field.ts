import { format } from '../i18n/format.svelte.ts';
import { t } from '../i18n/locale.svelte.ts';

/** What a typed number may be. */
export interface NumberRange {
  readonly least: number;
  readonly most: number;
}

/** A typed text understood as a number, or what is wrong with it in words. */
export type ReadNumber =
  { readonly value: number; readonly problem: '' } | { readonly value: null; readonly problem: string };

/** Reads a whole number. Digits of a Japanese keyboard are digits too. */
export function readWhole(text: string, range: NumberRange): ReadNumber {
  const plain = toPlain(text);
  if (/^-\d+$/.test(plain)) return wrong(t.policies.problem.atLeast(String(range.least)));
  if (!/^\d+$/.test(plain)) return wrong(t.policies.problem.whole);
  return inRange(Number(plain), range);
}

/** Units a person can type bytes in, smallest first. Decimal, like Docker's. */
export const byteUnits = ['MB', 'GB', 'TB'] as const;

/** A unit of `byteUnits`. */
export type ByteUnit = (typeof byteUnits)[number];

const unitBytes: Readonly<Record<ByteUnit, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };

/** Reads bytes typed with a unit; a fraction is fine, what comes out is whole. */
export function readBytes(text: string, unit: ByteUnit, range: NumberRange): ReadNumber {
  const plain = toPlain(text);
  if (!/^\d+(?:\.\d+)?$/.test(plain)) return wrong(t.policies.problem.number);
  const bytes = Math.round(Number(plain) * unitBytes[unit]);
  const { least, most } = range;
  if (bytes < least) return wrong(t.policies.problem.atLeast(format.bytes(least).text));
  if (bytes > most) return wrong(t.policies.problem.atMost(format.bytes(most).text));
  return { value: bytes, problem: '' };
}

/** Bytes as a person would type them: the largest unit that needs no rounding. */
export function writeBytes(bytes: number): { readonly text: string; readonly unit: ByteUnit } {
  const unit = byteUnits.findLast((one) => bytes >= unitBytes[one]) ?? 'MB';
  return { text: String(bytes / unitBytes[unit]), unit };
}

function inRange(value: number, { least, most }: NumberRange): ReadNumber {
  if (value < least) return wrong(t.policies.problem.atLeast(String(least)));
  if (value > most) return wrong(t.policies.problem.atMost(String(most)));
  return { value, problem: '' };
}

function toPlain(text: string): string {
  return text.normalize('NFKC').trim();
}

function wrong(problem: string): ReadNumber {
  return { value: null, problem };
}
