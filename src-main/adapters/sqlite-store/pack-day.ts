import { deflateSync, inflateSync } from 'node:zlib';

import type { EngineImage, EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import type { DiffId } from '../../domain/image/hashes.ts';
import { isKnown, type Unknown } from '../../domain/unknown.ts';
import type { RecordedDay } from '../../ports/store.ts';
import { packStacks, type StoredStack, unpackStacks } from './stored-stack.ts';

/** A day as it is stored: everything as JSON, but layers by number. */
interface StoredDay extends Omit<RecordedDay, 'snapshot' | 'dayMs'> {
  readonly snapshot: Omit<EngineSnapshot, 'images'> & { readonly images: readonly StoredImage[] };
}

type StoredImage = Omit<EngineImage, 'stacks'> & { readonly stacks: readonly StoredStack[] | Unknown };

/** A day packed: zlib's format has a checksum, so that a damaged one is noticed. */
export function packDay(
  { snapshot, usage, formerReferences }: RecordedDay,
  numberOf: (diffId: DiffId) => number,
): { readonly content: Buffer; readonly layers: readonly number[] } {
  const layers = new Set<number>();
  const noted = (diffId: DiffId): number => {
    const number = numberOf(diffId);
    layers.add(number);
    return number;
  };
  const images = snapshot.images.map(({ stacks, ...image }): StoredImage => ({
    ...image,
    stacks: isKnown(stacks) ? packStacks(stacks, noted) : stacks,
  }));
  const day: StoredDay = { snapshot: { ...snapshot, images }, usage, formerReferences };
  return { content: deflateSync(JSON.stringify(day)), layers: [...layers].sort((a, b) => a - b) };
}

/** The way back, equal to what was packed. Errors:  zlib's and `SyntaxError` for a damaged one. */
export function unpackDay(dayMs: number, content: Buffer, diffIds: ReadonlyMap<number, DiffId>): RecordedDay {
  const { snapshot, ...rest } = JSON.parse(inflateSync(content).toString()) as StoredDay;
  const images = snapshot.images.map(({ stacks, ...image }): EngineImage => ({
    ...image,
    stacks: isKnown(stacks) ? unpackStacks(stacks, diffIds) : stacks,
  }));
  return { dayMs, snapshot: { ...snapshot, images }, ...rest };
}
