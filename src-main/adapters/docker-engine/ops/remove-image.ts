import { AppError } from '../../../domain/app-error.ts';
import type { ImageId } from '../../../domain/image/hashes.ts';
import type { RemovalReply } from '../../../ports/engine/engine-images.ts';
import type { Connection } from '../connection.ts';
import { imagePath } from '../image-path.ts';
import { readRemoval } from '../records/removal.ts';
import { repliesWithChains } from './describe.ts';
import { inspectImage } from './inspect-image.ts';

/** `DELETE /images/{reference}`: drops a reference, and with the last one the image. */
export async function untagImage(
  connection: Connection,
  reference: string,
  signal?: AbortSignal,
): Promise<RemovalReply> {
  const path = `/images/${imagePath(reference)}`;
  const hasChains = repliesWithChains(await connection.peer(signal), await connection.store(signal));
  const raw = await connection.json({
    method: 'DELETE',
    path,
    query: { noprune: '1' }, // Only what is named goes; never `force`.
    deadlineMs: connection.deadlines.changeMs,
    signal,
    subject: reference,
  });
  return readRemoval(raw, reference, hasChains);
}

/**
 * `DELETE /images/{id}`. Podman says nothing of an image that goes while others stand on it, although it is gone
 * (5.8.6, `refusals.json`): an answer without the image is therefore checked.
 */
export async function removeImage(
  connection: Connection,
  id: ImageId,
  signal?: AbortSignal,
): Promise<RemovalReply> {
  const reply = await untagImage(connection, id, signal);
  if (reply.removedImages.includes(id)) return reply;
  if (!(await isThere(connection, id, signal)))
    return { ...reply, removedImages: [...reply.removedImages, id] };
  const said = reply.untagged.length === 0 ? 'nothing' : `untagged ${reply.untagged.join(', ')}`;
  throw new AppError('engine.conflict', {
    subject: id,
    detail: `the engine kept the image; it answered: ${said}`,
  });
}

async function isThere(connection: Connection, id: ImageId, signal?: AbortSignal): Promise<boolean> {
  try {
    await inspectImage(connection, { image: id, choice: {} }, signal);
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'engine.not-found') return false;
    throw thrown;
  }
}
