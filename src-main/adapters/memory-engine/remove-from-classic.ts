import type { AppError } from '../../domain/app-error.ts';
import { shortenId, type ImageId } from '../../domain/image/hashes.ts';
import type { RemovalReply } from '../../ports/engine/engine-images.ts';
import { conflict } from './engine-errors.ts';
import type { TableReference } from './reference-table.ts';
import { containerOn, deleteConflict, RemovalRecord, usedBy, type Removal } from './removal.ts';
import { dropImage } from './store-image.ts';
import { childrenOf, containersOf, type World } from './world.ts';

/** How far a check goes. */
interface ConflictScope {
  readonly isForced: boolean;
  /** Whether references speak against it. */
  readonly minds: 'references' | 'users-only';
}

/**
 * Removal on graph drivers, always with `noprune=1`.
 * Source: moby `daemon/images/image_delete.go`; ENGINES §3.1 (measured replies and texts).
 */
export function removeFromClassic(world: World, removal: Removal): RemovalReply {
  const { image, reference, isForced } = removal;
  const record = new RemovalRecord(world, image.id);
  if (reference === null) {
    untagAsOne(world, image.id, { record, isForced });
    const found = findConflict(world, image.id, { isForced, minds: 'references' });
    if (found !== null) throw found;
  } else {
    refuseToLeaveContainer(world, removal, reference);
    untagByName(world, { id: image.id, reference, record });
    if (world.references.of(image.id).length > 0) return record.reply();
    const found = findConflict(world, image.id, { isForced, minds: 'references' });
    // After a name was dropped, what keeps the image is not an error: it stays, intermediate or in use.
    if (found !== null) return record.reply();
  }
  for (const left of world.references.of(image.id)) record.untag(left);
  record.removed(dropImage(world, image));
  return record.reply();
}

/** By ID, with at most one tag: the references go with the image. */
function untagAsOne(
  world: World,
  id: ImageId,
  { record, isForced }: { record: RemovalRecord; isForced: boolean },
): void {
  const references = world.references.of(id);
  if (!isSingle(references)) return;
  const found = findConflict(world, id, { isForced, minds: 'users-only' });
  if (found !== null) throw found;
  for (const reference of references) record.untag(reference);
}

/** The last name of an image that a container uses is not taken away without force. */
function refuseToLeaveContainer(world: World, removal: Removal, reference: TableReference): void {
  const { image, text, isForced } = removal;
  const [user] = containersOf(world, image.id);
  if (isForced || user === undefined || !isSingle(world.references.of(image.id))) return;
  const who = `container ${shortenId(user.id)} is using its referenced image ${shortenId(image.id)}`;
  throw conflict(reference.text, `unable to remove repository reference "${text}" (must force) - ${who}`);
}

/** Drops one reference; digests of a repository go with its last tag. */
function untagByName(
  world: World,
  { id, reference, record }: { id: ImageId; reference: TableReference; record: RemovalRecord },
): void {
  record.untag(reference);
  if (reference.isDigest) return;
  const left = world.references.of(id).filter((other) => other.repository === reference.repository);
  if (left.every((other) => other.isDigest)) for (const digest of left) record.untag(digest);
}

/** Whether all references are one tag and digests of the same repository. */
function isSingle(references: readonly TableReference[]): boolean {
  if (references.length <= 1) return true;
  const tagCount = references.filter((reference) => !reference.isDigest).length;
  return tagCount <= 1 && new Set(references.map((reference) => reference.repository)).size === 1;
}

/** What speaks against a removal, in the engine's own order. */
function findConflict(world: World, id: ImageId, { isForced, minds }: ConflictScope): AppError | null {
  if (childrenOf(world, id).length > 0) {
    return deleteConflict(id, 'cannot be forced', 'image has dependent child images');
  }
  const running = containerOn(world, id, 'running');
  if (running !== undefined) return deleteConflict(id, 'cannot be forced', usedBy(running, 'running'));
  if (isForced) return null;
  if (minds === 'references' && world.references.of(id).length > 0) {
    return deleteConflict(id, 'must be forced', 'image is referenced in multiple repositories');
  }
  const stopped = containerOn(world, id, 'stopped');
  return stopped === undefined ? null : deleteConflict(id, 'must be forced', usedBy(stopped, 'stopped'));
}
