import type { SimulationView } from '../../contract/views/cleanup-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import { usualPlanOptions, type RulePolicy } from '../../domain/cleanup/policy.ts';
import type { EngineSnapshot } from '../../domain/image/engine-snapshot.ts';
import { type ByteBound, boundBytes, isExact } from '../../domain/ledger/byte-bound.ts';
import { buildLedger, historyKey } from '../../domain/ledger/build-ledger.ts';
import { buildReclaimModel } from '../../domain/ledger/build-reclaim-model.ts';
import { historiesForEdges } from '../../domain/ledger/histories-needed.ts';
import type { ReclaimModel } from '../../domain/ledger/reclaim-model.ts';
import { isKnown, unknown } from '../../domain/unknown.ts';
import type { ImageCacheStore, RecordedDay } from '../../ports/store.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineState } from '../engines/engine-state.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { currentState } from './plan-facts.ts';
import { pastFrom, recordedPast } from './recorded-past.ts';

type SimulationDeps = Pick<CoreDeps, 'store' | 'clock' | 'sha256'>;

/** Days there is a record of, newest first. */
export async function recordedDays(
  session: EngineSession,
  { store }: Pick<CoreDeps, 'store'>,
): Promise<readonly number[]> {
  return store.days((await session.describe()).id);
}

/**
 * What a policy would have removed on a recorded day, with what was known then, and what of it was used since.
 * Shape:   pins are those of today: they say what a person would want kept.
 * Errors:  `usage.invalid` when there is no record of that day.
 */
export async function simulatePolicy(
  session: EngineSession,
  { policy, dayMs }: { readonly policy: RulePolicy; readonly dayMs: number },
  deps: SimulationDeps,
): Promise<SimulationView> {
  const state = await currentState(session, deps.clock);
  const { snapshot } = state;
  const day = deps.store.day(snapshot.engineId, dayMs);
  if (day === null) {
    throw new AppError('usage.invalid', { subject: String(dayMs), detail: 'there is no record of that day' });
  }
  const plan = planCleanup(factsOfDay(day, state, deps), policy, {
    sha256: deps.sha256,
    options: usualPlanOptions,
  });
  const { uses } = recordedPast(deps.store, snapshot);
  const here = new Set(snapshot.images.map(({ id }) => id));
  const going = plan.remove.filter(({ effect }) => effect === 'remove');
  return {
    dayMs,
    imageCount: going.length,
    frees: boundOfDay(plan.frees.total, day),
    removed: going.map(({ id, references, reasons, frees }) => {
      const usedAtMs = uses.get(id)?.lastUsedAtMs ?? null;
      return {
        id,
        references,
        reasons,
        bytes: isExact(frees) ? frees.exact : unknown,
        usedSinceAtMs: usedAtMs !== null && usedAtMs > day.snapshot.takenAtMs ? usedAtMs : null,
        isStillHere: here.has(id),
      };
    }),
  };
}

/** A day is written down without its build cache, and on the containerd store any record of that may have held content. */
function boundOfDay(total: ByteBound, { snapshot }: RecordedDay): ByteBound {
  const isCertain = snapshot.store === 'classic' || isKnown(snapshot.buildCache);
  return isCertain ? total : { atLeast: boundBytes(total) };
}

function factsOfDay(day: RecordedDay, { description }: EngineState, { store }: SimulationDeps): PlanFacts {
  const { snapshot } = day;
  const checks = [...store.registryChecks(snapshot.engineId)].filter(
    ([, { checkedAtMs }]) => checkedAtMs <= snapshot.takenAtMs,
  );
  return {
    snapshot,
    reclaim: reclaimOf(snapshot, store),
    nowMs: snapshot.takenAtMs,
    pins: store.pins().map(({ pin }) => pin),
    past: pastFrom(day, new Map(checks)),
    enginePlatform: description.platform,
    removesPlatforms: description.capabilities.removesPlatforms,
  };
}

/** With the histories that are kept: the engine is not asked about a day that is over. */
function reclaimOf(snapshot: EngineSnapshot, store: ImageCacheStore): ReclaimModel {
  const ledger = buildLedger(snapshot);
  const histories = historiesForEdges(ledger).flatMap(({ imageId, platform }) => {
    const entries = store.readHistory(snapshot.engineId, imageId, platform);
    return entries === null ? [] : [[historyKey(imageId, platform), entries] as const];
  });
  const full = histories.length === 0 ? ledger : buildLedger(snapshot, new Map(histories));
  return buildReclaimModel(full, snapshot);
}
