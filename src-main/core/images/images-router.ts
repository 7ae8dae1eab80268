import type { Core } from '../core.ts';
import { os } from '../wire.ts';
import { inspectImage } from './inspect-image.ts';
import { tagImage } from './tag-image.ts';
import { untagImage } from './untag-image.ts';

/** Handlers of the operations on one image. */
export function imagesRouter({ engines, deps }: Core) {
  return {
    inspect: os.images.inspect.handler(async ({ input }) =>
      inspectImage(await engines.session(input.endpoint), input.id, deps),
    ),
    tag: os.images.tag.handler(async ({ input }) => {
      const session = await engines.session(input.endpoint);
      return session.command(() => tagImage(session, input));
    }),
    untag: os.images.untag.handler(async ({ input }) => {
      const session = await engines.session(input.endpoint);
      return session.command(() => untagImage(session, input));
    }),
  };
}
