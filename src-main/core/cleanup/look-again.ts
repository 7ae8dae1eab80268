import { AppError } from '../../domain/app-error.ts';
import type { PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import { droppableReferences } from '../../domain/cleanup/droppable-references.ts';
import { imageNames } from '../../domain/cleanup/image-names.ts';
import { pinLookup } from '../../domain/cleanup/pin-lookup.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import { shortenId } from '../../domain/image/hashes.ts';
import type { ContainerListing } from '../../ports/engine/engine-containers.ts';
import type { ImageDetail } from '../../ports/engine/engine-images.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { PolicyStore } from '../../ports/policy-store.ts';

/** Whom to ask. */
export interface Witnesses {
  readonly engine: Engine;
  readonly store: Pick<PolicyStore, 'pins'>;
  readonly signal: AbortSignal;
}

/** What is about to happen to an image. */
export interface Intent {
  readonly item: PlannedRemoval;
  /** The image when the plan was checked. */
  readonly image: EngineImage;
  /** Planned references that are still to be dropped, the next one first. */
  readonly left: readonly string[];
  /** Nothing was done to it yet: then it must be exactly as it was planned. */
  readonly isFirst: boolean;
  /** Containers of a plan that go before the image does; absent when none is there any more. */
  readonly goingFirst?: ReadonlySet<string>;
}

/**
 * Looks at an image once more, just before it is changed: its names, who uses it, what is pinned.
 * Errors:  `engine.conflict` with what changed; `engine.not-found` when it, or the reference, is gone already.
 */
export async function lookAgain({ engine, store, signal }: Witnesses, intent: Intent): Promise<ImageDetail> {
  const { item } = intent;
  // Taking a name from an image stands in no container's way.
  const isUseAsked = item.effect !== 'untag';
  // Names come last: a container that was created meanwhile is refused by the engine, a name that moved is not.
  const users = isUseAsked ? await engine.listContainers(signal) : null;
  const detail = await engine.inspectImage(item.id, {}, signal);
  checkNames(intent, detail);
  const image = { ...intent.image, tags: detail.tags, digests: detail.digests };
  if (users !== null) checkUsers(users, image, intent.goingFirst ?? new Set());
  checkPins(store, item, detail);
  return detail;
}

/** Last before a change, with nothing awaited between: a pin that is set now holds now. Errors:  `engine.conflict`. */
export function checkPins(store: Witnesses['store'], item: PlannedRemoval, detail: ImageDetail): void {
  const { id, tags, digests, config } = detail;
  const pin = pinLookup(store.pins().map((saved) => saved.pin))({ id, tags, digests, labels: config.labels });
  if (pin !== null) throw changed(item, 'it is pinned now');
}

function checkNames({ item, left, isFirst }: Intent, detail: ImageDetail): void {
  if (item.effect === 'remove-platforms') return;
  const own = droppableReferences(detail).filter(
    (reference) => item.effect !== 'park' || parkedAtMs(reference) === null,
  );
  const lost = left.filter((reference) => !own.includes(reference));
  if (isFirst && lost.length > 0) {
    throw changed(item, `it lost a reference since it was planned: ${lost.join(', ')}`);
  }
  const added = own.filter((reference) => !left.includes(reference));
  if (item.effect !== 'untag' && added.length > 0) {
    throw changed(item, `it got a reference the plan does not know: ${added.join(', ')}`);
  }
  const [next] = left;
  if (item.effect === 'remove' && left.length <= 1) return; // Goes by its ID, whatever became of its last reference.
  if (next !== undefined && !own.includes(next)) throw new AppError('engine.not-found', { subject: next });
  if (item.effect === 'untag' && own.length === 1) {
    throw changed(item, `${own.join()} has become its last reference, and the plan keeps the image`);
  }
}

function checkUsers(
  { containers, skipped }: ContainerListing,
  image: EngineImage,
  goingFirst: ReadonlySet<string>,
): void {
  const [unread] = skipped;
  if (unread !== undefined) {
    throw new AppError('engine.conflict', {
      subject: image.id,
      detail: `a container could not be read, and it may hold any image: ${unread.why}`,
    });
  }
  if (containers.length === 0) return;
  const names = imageNames([image]);
  const user = containers.find(
    ({ id, imageId, mountedImages }) =>
      !goingFirst.has(id) &&
      (names.resolveId(imageId).length > 0 || mountedImages.some((name) => names.resolve(name).length > 0)),
  );
  if (user === undefined) return;
  throw new AppError('engine.conflict', {
    subject: image.id,
    detail: `container ${user.name} (${shortenId(user.id)}, ${user.state}) uses it now`,
  });
}

function changed(item: PlannedRemoval, detail: string): AppError {
  return new AppError('engine.conflict', { subject: item.references[0] ?? item.id, detail });
}
