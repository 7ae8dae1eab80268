import type { EngineImage, EngineSnapshot } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { ok, problem, type Result } from '../result.ts';
import type { CleanupPlan, PlannedRemoval } from './cleanup-plan.ts';
import { droppableReferences } from './droppable-references.ts';
import { imageRelations, type ImageRelations } from './image-relations.ts';

/**
 * Checks what must hold of every plan before anything is removed, without trusting the planner.
 * Shape:   same engine · every image once and no other · a reason for each · nothing a container holds is removed ·
 *          children before parents · a removal names all references of its image, an untag leaves some.
 * Errors:  the first broken rule in words; a caller treats it as `bug` and removes nothing.
 */
export function checkPlan(plan: CleanupPlan, snapshot: EngineSnapshot): Result<CleanupPlan, string> {
  if (plan.engineId !== snapshot.engineId) return problem('the plan was made for another engine');
  const broken = everyImageOnce(plan, snapshot) ?? everyReason(plan) ?? everyRemoval(plan, snapshot);
  return broken === null ? ok(plan) : problem(broken);
}

function everyImageOnce({ remove, keep }: CleanupPlan, { images }: EngineSnapshot): string | null {
  const missing = new Set(images.map(({ id }) => id));
  for (const { id } of [...remove, ...keep]) {
    if (!missing.delete(id)) return `${id} is in the plan twice, or the engine does not hold it`;
  }
  const [left] = missing;
  return left === undefined ? null : `the plan does not speak of ${left}`;
}

function everyReason({ remove, keep }: CleanupPlan): string | null {
  const silent = [...remove, ...keep].find(({ reasons }) => reasons.length === 0);
  return silent === undefined ? null : `${silent.id} has no reason`;
}

function everyRemoval({ remove }: CleanupPlan, snapshot: EngineSnapshot): string | null {
  const images = new Map(snapshot.images.map((image) => [image.id, image]));
  const relations = imageRelations(snapshot);
  const gone = new Set<ImageId>();
  for (const item of remove) {
    const image = images.get(item.id);
    if (image === undefined) return `the engine does not hold ${item.id}`;
    const broken = item.effect === 'untag' ? checkUntag(item, image) : checkRemoval(item, image, relations);
    if (broken !== null) return broken;
    if (item.effect === 'untag') continue;
    const child = relations.childrenOf(item.id).find((id) => !gone.has(id));
    if (child !== undefined) return `${item.id} is removed before ${child}, which was built on it`;
    gone.add(item.id);
  }
  return null;
}

function checkUntag({ id, references }: PlannedRemoval, image: EngineImage): string | null {
  const own = droppableReferences(image);
  if (references.length === 0) return `${id} is untagged of nothing`;
  const odd = references.find((reference) => !own.includes(reference));
  if (odd !== undefined) return `${odd} is no reference of ${id}`;
  return own.every((reference) => references.includes(reference))
    ? `${id} would lose all its references`
    : null;
}

function checkRemoval(
  { id, references }: PlannedRemoval,
  image: EngineImage,
  relations: ImageRelations,
): string | null {
  const [holder] = relations.containersOf(id);
  if (holder !== undefined) return `${id} is held by container ${holder.id}`;
  const own = droppableReferences(image);
  const isSame =
    own.length === references.length && own.every((reference, at) => reference === references[at]);
  return isSame ? null : `${id} is removed without all its references`;
}
