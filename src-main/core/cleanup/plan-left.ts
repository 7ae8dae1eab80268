import { buildPlan } from '../../domain/cleanup/build-plan.ts';
import type { CleanupPlan, PlannedEffect } from '../../domain/cleanup/cleanup-plan.ts';
import { droppableReferences } from '../../domain/cleanup/droppable-references.ts';
import type { PlanFacts, Sha256 } from '../../domain/cleanup/plan-facts.ts';
import { planIndex } from '../../domain/cleanup/plan-index.ts';
import type { CleanupPolicy } from '../../domain/cleanup/policy.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { ShownRemoval } from '../../domain/cleanup/shown-plan.ts';
import { shownWishes } from '../../domain/cleanup/shown-wishes.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import { toContainerId, type ImageId } from '../../domain/image/hashes.ts';
import type { JournalItem, JournalRun } from '../../ports/store.ts';
import { isLeft } from './count-left.ts';

const effects: readonly PlannedEffect[] = ['remove', 'untag', 'park', 'remove-platforms'];

/**
 * Plans what a run left to do again from facts of now.
 * Shape:   never wider than the run was: an image that got a reference the run did not know, or that lost all of those it was
 *          to lose, is left alone.
 */
export function planLeft(run: JournalRun, facts: PlanFacts, sha256: Sha256): CleanupPlan {
  const images = new Map(facts.snapshot.images.map((image) => [image.id, image]));
  const left = run.items.filter(isLeft);
  const remove = [...Map.groupBy(left, ({ imageId }) => imageId)].flatMap(([id, items]) =>
    removalsOf(images.get(id), items),
  );
  const containers = left.flatMap(({ effect, reference }) =>
    effect === 'remove-container' && reference !== null ? [toContainerId(reference)] : [],
  );
  const isBin = run.kind === 'empty-bin';
  const policy: CleanupPolicy = isBin
    ? { kind: 'bin', parkedForDays: 0 }
    : { kind: 'picked', picks: remove.map(toPick) };
  const index = planIndex(facts, { policy, containers });
  const wishes = shownWishes(index, { remove, isBin });
  return buildPlan(index, { policy, wishes, ancestors: 'none' }, sha256);
}

/** Images that were to be saved before they go, and are still to go. */
export function leftToSave({ items }: JournalRun): readonly ImageId[] {
  return items.filter((item) => item.archive !== null && isLeft(item)).map(({ imageId }) => imageId);
}

/** Files of images that were saved and then not removed. */
export function leftArchives({ items }: JournalRun): readonly string[] {
  return [...new Set(items.filter(isLeft).flatMap(({ archive }) => archive ?? []))].filter(
    (path) => path !== '',
  );
}

function removalsOf(image: EngineImage | undefined, items: readonly JournalItem[]): readonly ShownRemoval[] {
  if (image === undefined) return [];
  return effects.flatMap((effect): readonly ShownRemoval[] => {
    const own = items.filter((item) => item.effect === effect);
    const removal = own.length === 0 ? null : removalOf(image, effect, own);
    return removal === null ? [] : [removal];
  });
}

function removalOf(
  image: EngineImage,
  effect: PlannedEffect,
  items: readonly JournalItem[],
): ShownRemoval | null {
  const named = items.flatMap(({ reference }) => reference ?? []);
  const reasons = items[0]?.reasons ?? [];
  if (effect === 'remove-platforms')
    return { id: image.id, effect, references: [], platforms: named, reasons };
  const now = droppableReferences(image).filter((name) => effect !== 'park' || parkedAtMs(name) === null);
  const references = named.filter((name) => now.includes(name));
  const isWider = effect !== 'untag' && references.length < now.length;
  const isOver = effect !== 'remove' && references.length === 0;
  return isWider || isOver ? null : { id: image.id, effect, references, platforms: [], reasons };
}

function toPick({ id, effect, references }: ShownRemoval) {
  return { id, references: effect === 'untag' ? references : null };
}
