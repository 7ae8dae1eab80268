import { AppError } from '../../domain/app-error.ts';
import { readReference } from './reference-table.ts';
import { findImage, type World } from './world.ts';

/**
 * Points a tag to an image. An image that had it loses it without an event (ENGINES §5).
 * Errors:  `engine.not-found`, `reference.invalid`.
 */
export function tagInWorld(world: World, imageOrReference: string, target: string): void {
  const reference = readReference(target);
  if (reference.isDigest || !/:[^:/]+$/.test(target)) {
    throw new AppError('reference.invalid', { subject: target, detail: 'a target is name:tag' });
  }
  const { image } = findImage(world, imageOrReference);
  world.references.point(reference, image.id);
  world.events.tell({ type: 'image', action: 'tag', actorId: image.id, name: reference.text });
}
