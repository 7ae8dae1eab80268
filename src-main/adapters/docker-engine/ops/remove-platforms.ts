import { AppError } from '../../../domain/app-error.ts';
import type { ImageId } from '../../../domain/image/hashes.ts';
import type { Connection } from '../connection.ts';

/**
 * Not offered on any Docker engine. `DELETE /images/{name}?platforms=…` (API ≥ 1.50, containerd store) takes more than it
 * is asked for. Docker 28.5.2, two loaded images of amd64 and arm64 that share one layer blob of 300 kB, arm64 of the
 * first one removed: without `force` it is 400 `Content will be removed from all images referencing this variant. Use
 * —-force to force delete.`; with `force` the shared blob was gone, so the first image's own amd64 and both platforms of
 * the second image, which nobody had named, were no longer available. To be looked at again when an engine removes only
 * what no other manifest holds.
 */
export async function removePlatforms(
  connection: Connection,
  id: ImageId,
  signal?: AbortSignal,
): Promise<never> {
  const { apiVersion } = await connection.peer(signal);
  throw new AppError('engine.unsupported', {
    subject: id,
    detail: `an engine of API ${apiVersion} removes single platforms only by force, and other images lose layers with them`,
  });
}
