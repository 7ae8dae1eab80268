import type { ImageListing } from '../../../ports/engine/engine-images.ts';
import type { Connection } from '../connection.ts';
import { readImageSummaries } from '../records/image-summary.ts';
import { listsSharedBytes } from './describe.ts';

/** `GET /images/json`, the only call that lists images: answers in test/fixtures/engine. */
export async function listImages(connection: Connection, signal?: AbortSignal): Promise<ImageListing> {
  const peer = await connection.peer(signal);
  const hasShared = listsSharedBytes(peer);
  const query = {
    all: '1', // Intermediates hold layers too.
    ...(hasShared && { 'shared-size': '1' }), // 25 % dearer than without, far cheaper than asking `df`.
    ...(peer.apiMinor >= 47 && { manifests: '1' }), // Only the containerd store answers it.
  };
  const deadlineMs = connection.deadlines.listMs;
  const raw = await connection.json({ path: '/images/json', query, deadlineMs, signal, subject: 'images' });
  return readImageSummaries(raw, hasShared);
}
