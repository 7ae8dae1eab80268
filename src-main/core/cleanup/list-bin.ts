import type { BinItem, BinView } from '../../contract/views/cleanup-view.ts';
import { goesAlong } from '../../domain/cleanup/goes-along.ts';
import { imageRelations, type ImageRelations } from '../../domain/cleanup/image-relations.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import type { PlanFacts } from '../../domain/cleanup/plan-facts.ts';
import { usualPlanOptions } from '../../domain/cleanup/policy.ts';
import { isParked, parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import { reclaimCalculator } from '../../domain/ledger/freed-bytes.ts';
import { formatFamiliar } from '../../domain/reference/format-reference.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import type { CoreDeps } from '../core-deps.ts';
import { toContainerRow } from '../engines/container-row.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { parkedEntries } from './parked-items.ts';
import { recentPlanFacts } from './plan-facts.ts';

/** What lies in the recycle bin, newest first, and what emptying it frees. Errors:  as `planFactsOf`. */
export async function listBin(
  session: EngineSession,
  deps: Pick<CoreDeps, 'store' | 'clock' | 'sha256'>,
): Promise<BinView> {
  const facts = await recentPlanFacts(session, deps);
  const parked = facts.snapshot.images.filter(isParked);
  if (parked.length === 0) return { items: [], frees: { exact: 0 } };
  const emptied = planCleanup(
    facts,
    { kind: 'bin', parkedForDays: 0 },
    { sha256: deps.sha256, options: usualPlanOptions },
  );
  const toItem = itemOf(facts, deps);
  return {
    items: parked.map(toItem).sort((a, b) => b.parkedAtMs - a.parkedAtMs || (a.id < b.id ? -1 : 1)),
    frees: emptied.frees.total,
  };
}

function itemOf(facts: PlanFacts, { store }: Pick<CoreDeps, 'store'>): (image: EngineImage) => BinItem {
  const { snapshot } = facts;
  const relations = imageRelations(snapshot);
  const entries = parkedEntries(store, snapshot.engineId);
  const owners = new Map(snapshot.images.flatMap(({ id, tags }) => tags.map((tag) => [tag, id] as const)));
  const frees = freedAlone(facts, relations);
  return (image) => {
    const references = [...new Set(image.tags.flatMap((tag) => entries.get(tag)?.references ?? []))].sort();
    return {
      id: image.id,
      parkedAtMs: Math.max(...image.tags.map((tag) => parkedAtMs(tag) ?? 0)),
      references,
      takenBy: references.filter((reference) => {
        const owner = owners.get(familiar(reference));
        return owner !== undefined && owner !== image.id;
      }),
      frees: frees(image),
      containers: relations.containersOf(image.id).map(toContainerRow),
    };
  };
}

/** What emptying this image alone frees, with the steps that go along; nothing while something holds it. */
function freedAlone(
  { snapshot, reclaim }: PlanFacts,
  relations: ImageRelations,
): (image: EngineImage) => BinItem['frees'] {
  const calculate = reclaimCalculator(reclaim);
  const along = goesAlong(
    snapshot.images.map((image) => ({ ...image, containers: relations.containersOf(image.id) })),
  );
  return ({ id }) => {
    const isHeld = relations.containersOf(id).length > 0 || relations.childrenOf(id).length > 0;
    return isHeld ? { exact: 0 } : calculate(along([id])).total;
  };
}

function familiar(text: string): string {
  const parsed = parseReference(text);
  return parsed.ok ? formatFamiliar(parsed.value) : text;
}
