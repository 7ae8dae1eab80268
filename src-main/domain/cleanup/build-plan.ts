import type { EngineContainer } from '../image/engine-snapshot.ts';
import type { ContainerId, ImageId } from '../image/hashes.ts';
import { boundBytes, type ByteBound, isExact } from '../ledger/byte-bound.ts';
import { type ReclaimCalculator, reclaimCalculator } from '../ledger/freed-bytes.ts';
import { affectedImages } from './affected-images.ts';
import { type Choice, type ChosenRemoval, chooseRemovals } from './choose-removals.ts';
import type { AffectedImage, CleanupPlan, PlannedKeep, PlannedRemoval } from './cleanup-plan.ts';
import { deepFreeze } from './deep-freeze.ts';
import { imageRelations, type ImageRelations } from './image-relations.ts';
import { itemPromises } from './item-promises.ts';
import { keepReasonsOf } from './keep-reasons.ts';
import type { Sha256 } from './plan-facts.ts';
import { planFingerprint } from './plan-fingerprint.ts';
import { planFrees } from './plan-frees.ts';
import { type PlanIndex, withoutContainers } from './plan-index.ts';
import type { CleanupPolicy } from './policy.ts';
import type { KeepReason, RemoveReason } from './reasons.ts';
import { removeWhole, type RemovalWishes } from './removal-intents.ts';

/** What a plan is built from. */
export interface PlanDraft {
  readonly policy: CleanupPolicy;
  readonly wishes: RemovalWishes;
  readonly ancestors: Choice['ancestors'];
}

// Thousands of items say the same: what they share is frozen once.
const noContainers: readonly EngineContainer[] = Object.freeze([]);
const noPlatforms: readonly string[] = Object.freeze([]);
const nothing: ByteBound = Object.freeze({ exact: 0 });
const atLeastNothing: ByteBound = Object.freeze({ atLeast: 0 });

/** Carries wishes out as far as they can be, and says what that frees. Fresh data, frozen: nothing of the caller's is. */
export function buildPlan(index: PlanIndex, draft: PlanDraft, sha256: Sha256): CleanupPlan {
  const { facts } = index;
  const { policy, wishes, ancestors } = draft;
  const takesParked = policy.kind === 'bin';
  const chosen = chooseRemovals({ index, intents: wishes.intents, ancestors, takesParked });
  const gone = idsWith(chosen, 'remove');
  const containers = containersInTheWay(chosen, index);
  const isAsItWas = containers.length === index.spareContainers.length;
  const relations = isAsItWas
    ? index.relations
    : imageRelations(withoutContainers(facts.snapshot, containers));
  const calculate = reclaimCalculator(facts.reclaim);
  const keep = toKeeps(chosen, { index, wishes, relations, takesParked, gone });
  const body = {
    engineId: facts.snapshot.engineId,
    policy: structuredClone(policy),
    containers: containers.map(copyContainer),
    remove: toRemovals(chosen, index),
    keep,
    frees: planFrees(calculate(gone), {
      store: facts.snapshot.store,
      effects: chosen.map(({ effect }) => effect),
      containerCount: containers.length,
    }),
    freesWhenEmptied: freedByEmptying(chosen, { index, calculate, gone }),
    affected: affectedKeeps(keep, { index, relations, gone }),
    notes: wishes.notes.map((note) => ({ ...note })),
  };
  const fingerprint = planFingerprint(body, { index, relations, sha256 });
  return deepFreeze({ fingerprint, ...body });
}

function idsWith(chosen: readonly ChosenRemoval[], wanted: PlannedRemoval['effect']): ReadonlySet<ImageId> {
  const ids = new Set<ImageId>();
  for (const { image, effect } of chosen) if (effect === wanted) ids.add(image.id);
  return ids;
}

/** Of the containers that may go, those that hold an image which cannot be dealt with before. Others are left alone. */
function containersInTheWay(chosen: readonly ChosenRemoval[], index: PlanIndex): readonly EngineContainer[] {
  if (index.spareContainers.length === 0) return noContainers;
  const { snapshot } = index.facts;
  const holding = imageRelations({ ...snapshot, containers: index.spareContainers });
  const needed = new Set<ContainerId>();
  for (const { image, effect } of chosen) {
    if (effect === 'untag') continue;
    for (const { id } of holding.containersOf(image.id)) needed.add(id);
  }
  return index.spareContainers.filter(({ id }) => needed.has(id));
}

function toRemovals(chosen: readonly ChosenRemoval[], index: PlanIndex): readonly PlannedRemoval[] {
  const going = chosen.filter(({ effect }) => effect === 'remove').map(({ image }) => image.id);
  const promises = itemPromises(index.facts.reclaim, going);
  const shared = sharedLists<RemoveReason>();
  let next = 0;
  return chosen.map(({ image, effect, references, platforms, reasons }) => ({
    id: image.id,
    effect,
    references,
    platforms: platforms.length === 0 ? noPlatforms : [...platforms],
    reasons: shared(reasons),
    recovery: copyRecovery(index.recoveryOf(image)),
    frees: effect === 'remove' ? (promises[next++] ?? { atLeast: 0 }) : freesBesides(effect),
  }));
}

/** Bytes of single platforms are told per manifest, and share content nobody can see. */
function freesBesides(effect: Exclude<PlannedRemoval['effect'], 'remove'>): ByteBound {
  return effect === 'remove-platforms' ? atLeastNothing : nothing;
}

interface KeepParts {
  readonly index: PlanIndex;
  readonly wishes: RemovalWishes;
  readonly relations: ImageRelations;
  readonly takesParked: boolean;
  readonly gone: ReadonlySet<ImageId>;
}

function toKeeps(chosen: readonly ChosenRemoval[], parts: KeepParts): readonly PlannedKeep[] {
  const { index, wishes, relations, takesParked, gone } = parts;
  const spoken = new Set(chosen.map(({ image }) => image.id));
  const shared = sharedLists<KeepReason>();
  const keeps: PlannedKeep[] = [];
  for (const image of index.images) {
    if (spoken.has(image.id)) continue;
    const hasKeptChild = relations.childrenOf(image.id).some((child) => !gone.has(child));
    const pin = index.pins.get(image.id);
    const holders = relations.containersOf(image.id);
    keeps.push({
      id: image.id,
      reasons: shared(keepReasonsOf(image, { index, wishes, relations, takesParked, hasKeptChild })),
      containers: holders.length === 0 ? noContainers : holders.map(copyContainer),
      pin: pin === undefined ? null : { ...pin },
    });
  }
  return keeps;
}

/** Of the images the plan leaves alone, in its order. */
function affectedKeeps(
  keep: readonly PlannedKeep[],
  { index, relations, gone }: Pick<KeepParts, 'index' | 'relations' | 'gone'>,
): readonly AffectedImage[] {
  const isHeld = (id: ImageId): boolean => relations.isUsed(id) || relations.isMounted(id);
  const affected = affectedImages({ reclaim: index.facts.reclaim, gone, isHeld });
  if (affected.length === 0) return affected;
  const kept = new Set(keep.map(({ id }) => id));
  return affected.filter(({ id }) => kept.has(id) && !index.parked.has(id));
}

/**
 * What emptying the bin of the parked images frees besides: with the untagged steps below them, as the plan for that does.
 * Where the first part is a lower bound itself, only what is certainly added to it counts.
 */
function freedByEmptying(
  chosen: readonly ChosenRemoval[],
  parts: {
    readonly index: PlanIndex;
    readonly calculate: ReclaimCalculator;
    readonly gone: ReadonlySet<ImageId>;
  },
): ByteBound {
  const { index, calculate, gone } = parts;
  const parked = chosen.filter(({ effect }) => effect === 'park');
  if (parked.length === 0) return { exact: 0 };
  const going = chosen.filter(({ effect }) => effect === 'remove' || effect === 'park');
  const intents = new Map(going.map(({ image }) => [image.id, removeWhole(image, ['in-bin'])]));
  const emptied = chooseRemovals({ index, intents, ancestors: 'nameless', takesParked: true });
  const ids = emptied.map(({ image }) => image.id);
  const before = calculate(gone).total;
  if (!isExact(before)) return { atLeast: boundBytes(calculate(ids.filter((id) => !gone.has(id))).total) };
  const { total } = calculate(ids);
  const added = Math.max(0, boundBytes(total) - before.exact);
  return isExact(total) ? { exact: added } : { atLeast: added };
}

/** Gives one frozen list for all lists of the same words. */
function sharedLists<Word extends string>(): (words: readonly Word[]) => readonly Word[] {
  const lists = new Map<string, readonly Word[]>();
  return (words) => {
    const key = words.length === 1 ? (words[0] ?? '') : words.join(' ');
    const known = lists.get(key);
    if (known !== undefined) return known;
    const list = Object.freeze([...words]);
    lists.set(key, list);
    return list;
  };
}

function copyContainer(container: EngineContainer): EngineContainer {
  return { ...container, mountedImages: [...container.mountedImages] };
}

function copyRecovery(recovery: PlannedRemoval['recovery']): PlannedRemoval['recovery'] {
  return { ...recovery, pullFrom: [...recovery.pullFrom] };
}
