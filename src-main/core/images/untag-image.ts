import { AppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { requireTag } from './require-reference.ts';

/**
 * Drops one reference of an image that has others.
 * Errors:  `plan.invalid` for the last one (the image would go, and that needs a plan), `engine.not-found`.
 */
export async function untagImage(
  session: EngineSession,
  { reference: text, id: shownId }: { readonly reference: string; readonly id?: ImageId | undefined },
): Promise<{ readonly reference: string }> {
  const signal = AbortSignal.timeout(60_000);
  const held = session.state?.snapshot.images.some((image) => image.tags.includes(text)) ?? false;
  // What the engine itself calls a tag is taken at its word: it knows names our grammar would spell differently.
  const reference = held ? text : requireTag(text);
  const { id, tags } = await session.engine.inspectImage(reference, {}, signal);
  if (shownId !== undefined && id !== shownId) {
    throw new AppError('engine.conflict', {
      subject: reference,
      detail: `it now names another image, ${id}`,
    });
  }
  if (tags.length < 2) {
    throw new AppError('plan.invalid', {
      subject: reference,
      detail: 'it is the only tag of its image; removing the image needs a plan',
    });
  }
  await session.engine.untagImage(reference, signal);
  return { reference };
}
