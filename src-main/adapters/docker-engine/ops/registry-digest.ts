import type { Connection } from '../connection.ts';
import { imagePath } from '../image-path.ts';
import { readDistribution } from '../records/distribution.ts';
import { anonymousAuth } from '../registry-auth.ts';
import { registryReference } from '../registry-reference.ts';

/** `GET /distribution/{name}/json`: the engine asks the registry, with the network and the certificates that it has. */
export async function registryDigest(
  connection: Connection,
  reference: string,
  signal?: AbortSignal,
): Promise<string> {
  const { repository, tagOrDigest } = registryReference(reference);
  const name = `${repository}${tagOrDigest.includes(':') ? '@' : ':'}${tagOrDigest}`;
  const raw = await connection.json({
    path: `/distribution/${imagePath(name)}/json`,
    headers: anonymousAuth,
    deadlineMs: connection.deadlines.registryMs,
    signal,
    subject: reference,
  });
  return readDistribution(raw, reference);
}
