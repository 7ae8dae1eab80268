import type { DiffId } from '../../domain/image/hashes.ts';
import type { LayerStack } from '../../domain/image/engine-snapshot.ts';
import { isKnown, unknown } from '../../domain/unknown.ts';

/** A stack as it is stored: platform, unpacked bytes (null: unknown), numbers of its layers. */
export type StoredStack = readonly [
  platform: string,
  unpackedBytes: number | null,
  layers: readonly number[],
];

/** Stacks with their layers by number. */
export function packStacks(
  stacks: readonly LayerStack[],
  numberOf: (diffId: DiffId) => number,
): readonly StoredStack[] {
  return stacks.map(({ platform, unpackedBytes, diffIds }) => [
    platform,
    isKnown(unpackedBytes) ? unpackedBytes : null,
    diffIds.map(numberOf),
  ]);
}

/** The way back. Errors:  `SyntaxError` when a number means nothing: the file contradicts itself. */
export function unpackStacks(
  stored: readonly StoredStack[],
  diffIds: ReadonlyMap<number, DiffId>,
): readonly LayerStack[] {
  return stored.map(([platform, bytes, numbers]): LayerStack => ({
    platform,
    unpackedBytes: bytes ?? unknown,
    diffIds: numbers.map((number) => diffIds.get(number) ?? missing(number)),
  }));
}

function missing(number: number): never {
  throw new SyntaxError(`no diffID has the number ${number}`);
}
