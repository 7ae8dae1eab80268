import * as v from 'valibot';

import { unknown } from '../../../domain/unknown.ts';
import type { MaybeBytes } from '../../../domain/unknown.ts';

/** An object that is no list: `v.object` alone takes `[]` for an object without fields. */
export const plainObject = v.custom<Readonly<Record<string, unknown>>>(
  (raw) => typeof raw === 'object' && raw !== null && !Array.isArray(raw),
  'Expected an object',
);

/** Lists that engines send as `null`, or not at all, when they are empty. */
export const texts = v.nullish(v.array(v.string()), []);

/** Labels and the like; some engines send `null`, for all of them or for one value. */
export const labels = v.pipe(
  v.nullish(v.record(v.string(), v.nullable(v.string())), {}),
  v.transform((raw): Readonly<Record<string, string>> =>
    Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, value ?? ''])),
  ),
);

/** A number of bytes: `-1` means "not calculated", and so does silence. */
export const bytes = v.pipe(
  v.nullish(v.number(), -1),
  v.transform((raw): MaybeBytes => (raw < 0 ? unknown : raw)),
);

/** A text that may be missing. */
export const text = v.nullish(v.string(), '');

/** Where a platform is an object of its own. */
export const platform = v.pipe(
  v.nullish(v.object({ os: text, architecture: text, variant: text }), {}),
  v.transform((raw) => formatPlatform(raw)),
);

/** `linux/arm/v7`; empty when the engine did not say or, as for attestations, has none. */
export function formatPlatform(parts: {
  readonly os?: string;
  readonly architecture?: string;
  readonly variant?: string;
}): string {
  const { os = '', architecture = '', variant = '' } = parts;
  if (os === '' || os === 'unknown') return '';
  return [os, architecture, variant].filter((part) => part !== '').join('/');
}
