import { splitBytes } from '#main/domain/bytes.ts';
import { boundBytes, isExact, type ByteBound } from '#main/domain/ledger/byte-bound.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';

import { locale, t } from './locale.svelte.ts';

/** Bytes in words, in parts: a screen sets number and unit apart and shows the exact count on hover. */
export interface BytesText {
  /** Always three digits that count, so that columns stand straight: `2.00`. */
  readonly value: string;
  readonly unit: string;
  readonly exact: string;
  /** Number and unit for a sentence: `2 GB`. */
  readonly text: string;
}

const made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>();

/** Intl objects cost far more to make than to use. */
function once<T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.RelativeTimeFormat>(
  key: string,
  make: (language: string) => T,
): T {
  const full = `${locale.language} ${key}`;
  const found = made.get(full) ?? make(locale.language);
  made.set(full, found);
  return found as T;
}

function number(n: number): string {
  return once('number', (l) => new Intl.NumberFormat(l)).format(n);
}

function threeDigits(n: number): string {
  if (Math.abs(n) >= 1000) return number(n);
  const options = { minimumSignificantDigits: 3, maximumSignificantDigits: 3 };
  return once('threeDigits', (l) => new Intl.NumberFormat(l, options)).format(n);
}

function bytes(count: MaybeBytes): BytesText {
  if (!isKnown(count))
    return { value: t.app.unknown, unit: '', exact: t.app.unknownBytes, text: t.app.unknown };
  const { value, unit } = splitBytes(count);
  const shown = unit === 'B' ? number(value) : threeDigits(value);
  return { value: shown, unit, exact: t.app.exactBytes(count), text: `${number(value)} ${unit}` };
}

const steps = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function ago(ms: number, nowMs: number = Date.now()): string {
  const seconds = Math.round((ms - nowMs) / 1000);
  const relative = once('ago', (l) => new Intl.RelativeTimeFormat(l, { numeric: 'auto' }));
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return relative.format(0, 'second');
}

/** Numbers, dates and bytes in the language in use. */
export const format = {
  number,
  bytes,
  ago,
  /** `12 %` of a share between 0 and 1. */
  percent(share: number): string {
    return once(
      'percent',
      (l) => new Intl.NumberFormat(l, { style: 'percent', maximumFractionDigits: 1 }),
    ).format(share);
  },
  /** `exactly 1.23 GB` or `at least 1.23 GB`. */
  bound(bound: ByteBound): string {
    const text = bytes(boundBytes(bound)).text;
    return isExact(bound) ? t.app.exactly(text) : t.app.atLeast(text);
  },
  date(ms: number): string {
    return once('date', (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium' })).format(ms);
  },
  /** A whole day that was recorded in UTC: the same day wherever it is read. */
  day(ms: number): string {
    return once('day', (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium', timeZone: 'UTC' })).format(
      ms,
    );
  },
  dateTime(ms: number): string {
    return once(
      'dateTime',
      (l) => new Intl.DateTimeFormat(l, { dateStyle: 'medium', timeStyle: 'short' }),
    ).format(ms);
  },
  list(items: readonly string[]): string {
    return new Intl.ListFormat(locale.language, { type: 'conjunction' }).format(items);
  },
};
