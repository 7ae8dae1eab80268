import { shortenId, type ImageId } from '../../domain/image/hashes.ts';
import type { RemovalReply } from '../../ports/engine/engine-images.ts';
import { conflict } from './engine-errors.ts';
import type { TableReference } from './reference-table.ts';
import { containerOn, deleteConflict, RemovalRecord, usedBy, type Removal } from './removal.ts';
import { dropImage } from './store-image.ts';
import { childrenOf, containersOf, type World } from './world.ts';

/**
 * Removal on the containerd store, always with `noprune=1`. Unlike graph drivers it lets parents go.
 * Source: moby `daemon/containerd/image_delete.go`; ENGINES §3.2, §3.3.
 */
export function removeFromContainerd(world: World, removal: Removal): RemovalReply {
  const { image, reference } = removal;
  const record = new RemovalRecord(world, image.id);
  const references = world.references.of(image.id);
  if (reference === null) {
    refuseById(world, image.id, removal.isForced);
  } else {
    const named = sameReferences(references, reference);
    const user = containersOf(world, image.id)[0];
    const isLast = named.length === references.length;
    if (isLast && user !== undefined && !removal.isForced) {
      const who = `container ${shortenId(user.id)} is using its referenced image ${shortenId(image.id)}`;
      throw conflict(reference.text, `unable to delete ${reference.text} (must be forced) - ${who}`);
    }
    if (!isLast || user !== undefined) {
      for (const other of named) record.untag(other);
      return record.reply();
    }
  }
  return removeAll(world, { removal, record, references });
}

function removeAll(
  world: World,
  input: { removal: Removal; record: RemovalRecord; references: readonly TableReference[] },
): RemovalReply {
  const { removal, record, references } = input;
  const { image, isForced } = removal;
  for (const reference of references) record.untag(reference);
  // A tagged parent becomes a dangling image, yet the reply calls it deleted; an untagged one really goes.
  const staysForChildren = !isForced && references.length === 1 && childrenOf(world, image.id).length > 0;
  record.removed(staysForChildren ? [] : dropImage(world, image));
  return record.reply();
}

function refuseById(world: World, id: ImageId, isForced: boolean): void {
  const running = containerOn(world, id, 'running');
  if (running !== undefined) throw deleteConflict(id, 'cannot be forced', usedBy(running, 'running'));
  if (isForced) return;
  const stopped = containerOn(world, id, 'stopped');
  if (stopped !== undefined) throw deleteConflict(id, 'must be forced', usedBy(stopped, 'stopped'));
  const references = world.references.of(id);
  const [first] = references;
  if (first !== undefined && sameReferences(references, first).length < references.length) {
    throw deleteConflict(id, 'must be forced', 'image is referenced in multiple repositories');
  }
}

/**
 * The references that go together. A digest names every tag of its repository; a tag goes with the digest of its
 * repository, unless another tag there needs it.
 * Source: moby `daemon/containerd/image_delete.go`, `getSameReferences`.
 */
function sameReferences(
  references: readonly TableReference[],
  named: TableReference,
): readonly TableReference[] {
  const ofRepository = references.filter((other) => other.repository === named.repository);
  if (named.isDigest) return ofRepository;
  const isOnlyTag = ofRepository.every((other) => other.isDigest || other.text === named.text);
  return isOnlyTag ? ofRepository : ofRepository.filter((other) => other.text === named.text);
}
