import { AppError } from '../../domain/app-error.ts';

/** Decimal, as Docker writes them; the binary ones only by their own names. */
const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

const mostBytes = 1e15;

/** `20GB`, `1.5 GB`, `500 MiB` in bytes. Errors:  `usage.invalid`; a number without a unit could be anything. */
export function parseSize(typed: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(typed.trim()) ?? [];
  const factor = units[unit.toLowerCase()];
  const bytes = number === undefined || factor === undefined ? NaN : Math.round(Number(number) * factor);
  if (bytes >= 1 && bytes <= mostBytes) return bytes;
  throw new AppError('usage.invalid', {
    subject: typed,
    detail: 'a size is a number and a unit, at most 1000TB: 20GB, 1.5GB, 500MiB',
  });
}
