import type { RemovalReply } from '../../ports/engine/engine-images.ts';
import { removeFromClassic } from './remove-from-classic.ts';
import { removeFromContainerd } from './remove-from-containerd.ts';
import type { Removal } from './removal.ts';
import { findImage, type World } from './world.ts';

/**
 * `DELETE /images/{name}?noprune=1`, with the rules and words of the real engines.
 * Errors:  `engine.not-found`, `engine.conflict`, `reference.invalid`.
 */
export function removeFromWorld(world: World, request: Pick<Removal, 'text' | 'isForced'>): RemovalReply {
  const removal = { ...findImage(world, request.text), ...request };
  return world.store === 'classic' ? removeFromClassic(world, removal) : removeFromContainerd(world, removal);
}
