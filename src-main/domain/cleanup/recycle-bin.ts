import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';

/** Repository that no registry can serve (`.invalid`, RFC 2606): an image that only has names in it lies in the bin. */
export const binRepository = 'ballast.invalid/recycle-bin';

/** The reference that keeps a parked image alive: when it was parked, and which image it is. */
export function binReference(id: ImageId, parkedAtMs: number): string {
  return `${binRepository}:${Math.floor(parkedAtMs)}-${id.slice('sha256:'.length, 'sha256:'.length + 24)}`;
}

/** When a reference says its image was parked; null for a reference that is not the bin's. */
export function parkedAtMs(reference: string): number | null {
  if (!reference.startsWith(`${binRepository}:`)) return null;
  const [, at] = /^(\d{1,15})-[0-9a-f]{24}$/.exec(reference.slice(binRepository.length + 1)) ?? [];
  return at === undefined ? null : Number(at);
}

/**
 * Whether an image lies in the bin: it has tags, and all it goes by is the bin's. A tag somebody gave it since takes it out, and
 * so does a digest it was pulled by.
 */
export function isParked({ tags, digests }: Pick<EngineImage, 'tags' | 'digests'>): boolean {
  const isOfBin = (digest: string): boolean => digest.startsWith(`${binRepository}@`);
  return tags.length > 0 && tags.every((tag) => parkedAtMs(tag) !== null) && digests.every(isOfBin);
}
