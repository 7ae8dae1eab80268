import { AppError } from '../../../domain/app-error.ts';
import type { Connection } from '../connection.ts';
import { imagePath } from '../image-path.ts';

/** `POST /images/{name}/tag`. */
export async function tagImage(
  connection: Connection,
  { image, target }: { readonly image: string; readonly target: string },
  signal?: AbortSignal,
): Promise<void> {
  await connection.json({
    method: 'POST',
    path: `/images/${imagePath(image)}/tag`,
    query: splitTarget(target),
    deadlineMs: connection.deadlines.changeMs,
    signal,
    subject: target,
  });
}

/** Without a tag the engine would take `latest`: here a name is `name:tag`, and the colon of a port is no tag. */
function splitTarget(target: string): { readonly repo: string; readonly tag: string } {
  const [, repo, tag] = /^(.+):([^:/@]+)$/.exec(target) ?? [];
  if (repo === undefined || tag === undefined || repo.includes('@')) {
    throw new AppError('reference.invalid', { subject: target, detail: 'a target is name:tag' });
  }
  return { repo, tag };
}
