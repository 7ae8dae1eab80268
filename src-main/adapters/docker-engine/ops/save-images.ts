import type { Connection } from '../connection.ts';
import { imagePath } from '../image-path.ts';
import { throughTarEnd } from '../tar-end.ts';

/** `GET /images/get?names=…&names=…`: one archive with all of them. */
export function saveImages(
  connection: Connection,
  images: readonly string[],
  signal?: AbortSignal,
): AsyncIterable<Uint8Array> {
  const subject = images.join(' ');
  const { transferSilenceMs } = connection.deadlines;
  // A name that is no name would be read as something else, here as in a path.
  const wanted = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    images.forEach(imagePath);
    yield* connection.stream({
      path: '/images/get',
      query: { names: images },
      deadlineMs: transferSilenceMs,
      silenceMs: transferSilenceMs,
      signal,
      subject,
    });
  };
  return throughTarEnd(wanted(), subject);
}
