import { AppError, toAppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { TransferProgress } from '../../ports/engine/engine-transfers.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { ImageArchives } from '../../ports/image-archives.ts';
import type { JobControl } from '../jobs/job-board.ts';
import { findImage } from './settle-item.ts';

const giveBackLimitMs = 10 * 60_000;

/** An image that is gone, and where it may come from. */
export interface LostImage {
  readonly id: ImageId;
  /** A verified file; null when it was not saved. */
  readonly archive: string | null;
  /** `repository@digest`. */
  readonly pullFrom: readonly string[];
}

/** With what it is brought back. */
export interface BringBackDeps {
  readonly engine: Engine;
  readonly archives: ImageArchives;
  readonly signal: AbortSignal;
  readonly control: JobControl;
}

/**
 * Brings an image back under the same ID: from its file, otherwise by pulling its digest.
 * Errors:  `undo.impossible` when there is no way; what the registry or the file said otherwise.
 */
export async function bringBack(deps: BringBackDeps, image: LostImage): Promise<void> {
  if (await isThere(deps, image.id)) return;
  const problems: AppError[] = [];
  for (const way of waysBack(deps, image)) {
    try {
      await way();
      if (await isThere(deps, image.id)) return;
      problems.push(
        new AppError('transfer.failed', { subject: image.id, detail: 'another image came instead' }),
      );
    } catch (thrown) {
      // Given up: the other ways are not wanted any more either.
      if (deps.signal.aborted) throw thrown;
      problems.push(toAppError(thrown));
    }
  }
  throw (
    problems.at(0) ??
    new AppError('undo.impossible', {
      subject: image.id,
      detail: 'it existed only here and was not saved, so nothing can bring it back',
    })
  );
}

async function isThere({ engine, signal }: BringBackDeps, id: ImageId): Promise<boolean> {
  return (await findImage(engine, { id }, signal)) !== null;
}

function waysBack(
  deps: BringBackDeps,
  { id, archive, pullFrom }: LostImage,
): readonly (() => Promise<void>)[] {
  const pulls = pullFrom.map((reference) => () => pull(deps, reference));
  return archive === null || archive === '' ? pulls : [() => load(deps, id, archive), ...pulls];
}

async function pull({ engine, signal, control }: BringBackDeps, reference: string): Promise<void> {
  control.report({ step: 'pulling', current: [reference], movedBytes: null });
  await engine.pullImage(reference, movedBytes(control), signal);
}

/**
 * Loads a file, and gives names back that the file took from other images: a load moves every name it knows.
 * Source:  moby `image/tarexport/load.go`, "The image … already exists, renaming the old one".
 */
async function load(deps: BringBackDeps, loaded: ImageId, archive: string): Promise<void> {
  const { engine, archives, signal, control } = deps;
  control.report({ step: 'loading', current: [archive], movedBytes: 0 });
  const before = (await engine.listImages(signal)).images;
  const counted = countBytes(archives.read(archive, signal), (bytes) =>
    control.report({ movedBytes: bytes }),
  );
  const giveBack = async (isTaken: (tag: string) => boolean): Promise<void> => {
    // With a limit of its own: what a load that was given up did is put right as well.
    const limit = AbortSignal.timeout(giveBackLimitMs);
    for (const { id, tags } of before) {
      for (const tag of tags.filter(isTaken)) await engine.tagImage(id, tag, limit);
    }
  };
  try {
    const { references } = await engine.loadImages(counted, () => undefined, signal);
    await giveBack((tag) => references.includes(tag));
  } catch (thrown) {
    // The engine may have done it all the same. Should it not answer any more, why the load broke off is what counts.
    const taken = await namesOfLoaded(engine, loaded).catch((): readonly string[] => []);
    await giveBack((tag) => taken.includes(tag)).catch(() => undefined);
    throw thrown;
  }
}

async function namesOfLoaded(engine: Engine, id: ImageId): Promise<readonly string[]> {
  return (await findImage(engine, { id }, AbortSignal.timeout(giveBackLimitMs)))?.tags ?? [];
}

async function* countBytes(
  content: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const part of content) {
    bytes += part.byteLength;
    onBytes(bytes);
    yield part;
  }
}

/** Bytes of all layers together, as far as the engine tells. */
function movedBytes(control: JobControl): (progress: TransferProgress) => void {
  const layers = new Map<string, number>();
  return ({ layer, currentBytes }) => {
    if (currentBytes === null) return;
    layers.set(layer, Math.max(currentBytes, layers.get(layer) ?? 0));
    control.report({ movedBytes: [...layers.values()].reduce((sum, bytes) => sum + bytes, 0) });
  };
}
