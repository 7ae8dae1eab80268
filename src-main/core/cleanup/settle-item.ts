import { toAppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ImageDetail, PlatformChoice } from '../../ports/engine/engine-images.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { JournalItem, JournalOutcome } from '../../ports/store.ts';

/**
 * How an item that was tried stands, as the engine shows it: `pending` when nothing came of it.
 * Errors:  whatever keeps the engine from answering; it is not known then.
 */
export async function settledOutcome(
  engine: Engine,
  item: JournalItem,
  signal: AbortSignal,
): Promise<JournalOutcome> {
  const { effect, imageId, reference } = item;
  switch (effect) {
    case 'remove-container': {
      const { containers } = await engine.listContainers(signal);
      return containers.some(({ id }) => id === reference) ? 'pending' : 'removed';
    }
    case 'remove-build-cache': {
      const records = await engine.listBuildCache(signal);
      return records.some(({ id }) => id === reference) ? 'pending' : 'removed';
    }
    case 'remove-platforms': {
      const choice = reference === null ? {} : { platform: reference };
      return (await findImage(engine, { id: imageId, choice }, signal)) === null ? 'removed' : 'pending';
    }
    case 'remove':
    case 'untag':
    case 'park':
    case 'restore':
      return nameOutcome(item, await findImage(engine, { id: imageId }, signal));
  }
}

/** The image, or null when the engine does not hold it (any more). */
export async function findImage(
  engine: Engine,
  { id, choice = {} }: { readonly id: ImageId | string; readonly choice?: PlatformChoice },
  signal: AbortSignal,
): Promise<ImageDetail | null> {
  try {
    return await engine.inspectImage(id, choice, signal);
  } catch (thrown) {
    if (toAppError(thrown).code === 'engine.not-found') return null;
    throw thrown;
  }
}

function nameOutcome(
  { effect, reference, parkedAs }: JournalItem,
  image: ImageDetail | null,
): JournalOutcome {
  const hasName = image !== null && (reference === null || namesOf(image).includes(reference));
  if (effect === 'restore') return hasName ? 'restored' : 'pending';
  if (hasName) return 'pending';
  if (image === null) return 'removed';
  return parkedAs !== null && image.tags.includes(parkedAs) ? 'parked' : 'untagged';
}

/** Everything an image answers to besides its ID. */
export function namesOf({ tags, digests }: Pick<ImageDetail, 'tags' | 'digests'>): readonly string[] {
  return [...tags, ...digests];
}
