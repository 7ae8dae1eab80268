import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { ok, problem, type Result } from '../result.ts';
import { checkItem } from './check-item.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import { imageRelations } from './image-relations.ts';
import { pinLookup } from './pin-lookup.ts';
import type { PlanFacts } from './plan-facts.ts';
import { stoppedContainers, withoutContainers } from './plan-index.ts';
import { isParked } from './recycle-bin.ts';

/**
 * Checks what must hold of every plan before anything is removed, without trusting the planner.
 * Shape:   same engine · every image once and no other · a reason for each · nothing pinned is touched, nothing in the bin
 *          but by emptying it · nothing a container holds is removed, parked or stripped · children before parents ·
 *          a removal names all references of its image, an untag leaves some, and of platforms one is left · the
 *          containers that go first stand still and hold something of the plan.
 * Errors:  the first broken rule in words; a caller treats it as `bug` and removes nothing.
 */
export function checkPlan(
  plan: CleanupPlan,
  facts: Pick<PlanFacts, 'snapshot' | 'pins' | 'removesPlatforms'>,
): Result<CleanupPlan, string> {
  if (plan.engineId !== facts.snapshot.engineId) return problem('the plan was made for another engine');
  const broken =
    everyImageOnce(plan, facts.snapshot.images) ??
    everyReason(plan) ??
    everyContainer(plan, facts) ??
    everyProtection(plan, facts) ??
    everyRemoval(plan, facts);
  return broken === null ? ok(plan) : problem(broken);
}

type CheckedFacts = Parameters<typeof checkPlan>[1];

function everyImageOnce({ remove, keep }: CleanupPlan, images: readonly EngineImage[]): string | null {
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

function everyContainer({ containers, remove }: CleanupPlan, { snapshot }: CheckedFacts): string | null {
  if (containers.length === 0) return null;
  const stopped = stoppedContainers(
    snapshot,
    containers.map(({ id }) => id),
  );
  if (stopped.length !== containers.length) return 'a container is to go that runs or is not there';
  const relations = imageRelations({ ...snapshot, containers: stopped });
  const holding = new Set(
    remove.flatMap(({ id, effect }) =>
      effect === 'untag' ? [] : relations.containersOf(id).map((holder) => holder.id),
    ),
  );
  const idle = stopped.find(({ id }) => !holding.has(id));
  return idle === undefined ? null : `container ${idle.id} is to go for nothing`;
}

function everyProtection({ remove, policy }: CleanupPlan, { snapshot, pins }: CheckedFacts): string | null {
  const pinOf = pinLookup(policy.kind === 'rules' ? [...pins, ...policy.pins] : pins);
  const touched = new Set(remove.map(({ id }) => id));
  const isBin = policy.kind === 'bin';
  for (const image of snapshot.images) {
    if (!touched.has(image.id)) continue;
    if (pinOf(image) !== null) return `${image.id} is pinned`;
    if (!isBin && isParked(image)) return `${image.id} lies in the recycle bin`;
    if (isBin && image.tags.length > 0 && !isParked(image))
      return `${image.id} does not lie in the recycle bin`;
  }
  return null;
}

function everyRemoval({ remove, containers }: CleanupPlan, facts: CheckedFacts): string | null {
  const images = new Map(facts.snapshot.images.map((image) => [image.id, image]));
  const relations = imageRelations(withoutContainers(facts.snapshot, containers));
  const gone = new Set<ImageId>();
  for (const item of remove) {
    const image = images.get(item.id);
    if (image === undefined) return `the engine does not hold ${item.id}`;
    if (item.effect === 'remove-platforms' && !facts.removesPlatforms)
      return `the engine removes no platforms of ${item.id}`;
    const broken = checkItem(item, image, relations);
    if (broken !== null) return broken;
    if (item.effect !== 'remove') continue;
    const child = relations.childrenOf(item.id).find((id) => !gone.has(id));
    if (child !== undefined) return `${item.id} is removed before ${child}, which was built on it`;
    gone.add(item.id);
  }
  return null;
}
