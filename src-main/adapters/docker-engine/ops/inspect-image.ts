import { isDigestShaped, toImageId } from '../../../domain/image/hashes.ts';
import type { ImageDetail, PlatformChoice } from '../../../ports/engine/engine-images.ts';
import type { Connection } from '../connection.ts';
import { imagePath } from '../image-path.ts';
import { readImageDetail } from '../records/image-detail.ts';
import { platformQuery } from './platform-query.ts';

/** What to inspect. */
export interface InspectInput {
  readonly image: string;
  readonly choice: PlatformChoice;
}

/** `GET /images/{name}/json`. */
export async function inspectImage(
  connection: Connection,
  { image, choice }: InspectInput,
  signal?: AbortSignal,
): Promise<ImageDetail> {
  const path = `/images/${imagePath(image)}/json`;
  const peer = await connection.peer(signal);
  const query = platformQuery(choice, peer, 49);
  const store = await connection.store(signal);
  const deadlineMs = connection.deadlines.inspectMs;
  const raw = await connection.json({ path, query, deadlineMs, signal, subject: image });
  const detail = readImageDetail(raw, image, store === 'classic' && !peer.isPodman);
  if (choice.platform === undefined) return detail;
  // With a platform chosen, the engine answers with its manifest's digest for an ID (Docker 28.5.2).
  if (isDigestShaped(image)) return { ...detail, id: toImageId(image) };
  const whole = await inspectImage(connection, { image, choice: {} }, signal);
  return { ...detail, id: whole.id };
}
