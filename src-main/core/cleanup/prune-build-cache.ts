import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import { toImageId } from '../../domain/image/hashes.ts';
import { isKnown, subtractBytes, unknown, type MaybeBytes } from '../../domain/unknown.ts';
import type { BuildCacheRecord } from '../../ports/engine/engine-build-cache.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { differenceOf } from './differences.ts';
import { endStateOf } from './end-state.ts';
import { newItem } from './journal-items.ts';
import { RunJournal } from './journal-run.ts';
import { endStep, type StepChange } from './run-step.ts';
import { engineIdNow, type RunTarget } from './run-target.ts';

const removalLimitMs = 10 * 60_000;

/** No image: records of the build cache cannot be joined to any. */
const noImage = toImageId('');

/**
 * Removes records of the build cache by ID, and says what that really freed.
 * Shape:   those in use, and those the engine leaves because others stand on them, are `blocked`; those not there are `gone`.
 *          Promised is what the named hold alone; the engine's own sum counts shared records too (ENGINES §1.6).
 * Errors:  `engine.unsupported` where there is no BuildKit, before anything was done.
 */
export async function pruneBuildCache(
  target: RunTarget,
  ids: readonly string[],
  control: JobControl,
): Promise<JobEnd> {
  const { session } = target;
  const named = [...new Set(ids)].sort();
  control.report({ step: 'checking', total: named.length });
  const records = new Map(
    (await session.engine.listBuildCache(control.signal)).map((record) => [record.id, record]),
  );
  const promisedBytes = named.reduce((sum, id) => sum + aloneBytes(records.get(id)), 0);
  const before = await cacheBytes(target);
  const journal = await startJournal(target, { named, records, promisedBytes }, control.id);
  const { results, lost } = await removeRecords({ target, journal, records }, control);
  control.report({ step: 'measuring', done: named.length, current: [] });
  const measuredBytes = lost === null ? subtractBytes(before, await cacheBytes(target)) : unknown;
  const unwritten = journal.finish(endStateOf(results, lost), measuredBytes);
  const error = lost ?? unwritten;
  if (lost === null) await session.refresh().catch(() => undefined);
  const promised = { atLeast: promisedBytes };
  const difference = differenceOf({
    promised,
    measuredBytes,
    outcomes: results.map(({ outcome }) => outcome),
  });
  const result = {
    runId: control.id,
    results,
    promised,
    measuredBytes,
    ...(difference === null ? {} : { difference }),
  };
  return { state: endStateOf(results, error), result, error: error?.toData() ?? null };
}

/** What comes free with a record for certain: a shared one keeps its bytes. */
function aloneBytes(record: BuildCacheRecord | undefined): number {
  if (record === undefined || record.inUse || record.shared || !isKnown(record.bytes)) return 0;
  return record.bytes;
}

/** What the engine counts: on the containerd store the cache is among the snapshots, on the classic one it is apart. */
async function cacheBytes({ session }: RunTarget): Promise<MaybeBytes> {
  try {
    const { store } = await session.describe();
    const { layersBytes, buildCache } = await session.engine.totals(AbortSignal.timeout(removalLimitMs));
    return store === 'containerd' ? layersBytes : subtractBytes(buildCache.bytes, buildCache.sharedBytes);
  } catch {
    // Measuring is a service, not a condition: what was freed then stays unknown, and is shown as that.
    return unknown;
  }
}

async function startJournal(
  { session, deps }: RunTarget,
  about: {
    readonly named: readonly string[];
    readonly records: ReadonlyMap<string, BuildCacheRecord>;
    readonly promisedBytes: number;
  },
  runId: string,
): Promise<RunJournal> {
  return new RunJournal(deps, {
    runId,
    engine: await engineIdNow({ session }),
    endpoint: session.endpoint.url,
    kind: 'build-cache',
    trigger: deps.shell === 'cli' ? 'script' : 'person',
    policyName: '',
    follows: null,
    promisedBytes: about.promisedBytes,
    promisedExactly: false,
    items: about.named.map((id) => {
      const record = about.records.get(id);
      const references = record === undefined || record.description === '' ? [] : [record.description];
      const promisedBytes = aloneBytes(record);
      return newItem({
        imageId: noImage,
        effect: 'remove-build-cache',
        reference: id,
        references,
        promisedBytes,
      });
    }),
  });
}

async function removeRecords(
  {
    target,
    journal,
    records,
  }: {
    readonly target: RunTarget;
    readonly journal: RunJournal;
    readonly records: ReadonlyMap<string, BuildCacheRecord>;
  },
  control: JobControl,
): Promise<{ readonly results: readonly ItemResult[]; readonly lost: AppError | null }> {
  const { engine } = target.session;
  const items = journal.items;
  const going = items.filter(({ reference }) => records.get(reference ?? '')?.inUse === false);
  let left: ReadonlySet<string> | null = new Set(records.keys());
  let lost = control.signal.aborted ? null : writeTried(journal, going);
  // What cannot be written down is not done.
  const isTried = !control.signal.aborted && lost === null && going.length > 0;
  if (isTried) {
    control.report({ step: 'removing', current: [] });
    try {
      const { removed } = await engine.removeBuildCache(names(going), AbortSignal.timeout(removalLimitMs));
      left = new Set([...records.keys()].filter((id) => !removed.includes(id)));
    } catch (thrown) {
      lost = toAppError(thrown);
      left = await recordsNow(target);
    }
  }
  const tried = new Set(isTried ? going : []);
  const ends = items.map((item) => {
    const record = records.get(item.reference ?? '');
    return endItem(journal, item, { record, tried: tried.has(item), left, lost });
  });
  const results = ends.map(({ result }) => result);
  control.tell(results);
  return { results, lost: lost ?? ends.find((end) => end.lost !== null)?.lost ?? null };
}

/** Answers why it could not be written. */
function writeTried(journal: RunJournal, going: readonly JournalItem[]): AppError | null {
  try {
    for (const item of going.slice(1)) journal.notes(item, { outcome: 'trying' });
    // Written durably, and with it what was written before.
    for (const item of going.slice(0, 1)) journal.tries(item);
    return null;
  } catch (thrown) {
    return toAppError(thrown);
  }
}

function names(items: readonly JournalItem[]): readonly string[] {
  return items.flatMap(({ reference }) => reference ?? []);
}

async function recordsNow({ session }: RunTarget): Promise<ReadonlySet<string> | null> {
  try {
    return new Set((await session.engine.listBuildCache(AbortSignal.timeout(60_000))).map(({ id }) => id));
  } catch {
    return null;
  }
}

function endItem(
  journal: RunJournal,
  item: JournalItem,
  facts: {
    readonly record: BuildCacheRecord | undefined;
    readonly tried: boolean;
    /** What is left; null when nobody knows. */
    readonly left: ReadonlySet<string> | null;
    readonly lost: AppError | null;
  },
): { readonly result: ItemResult; readonly lost: AppError | null } {
  const id = item.reference ?? '';
  if (facts.tried && facts.left === null && facts.lost !== null) {
    // It stays `trying` in the journal: whoever reads this engine next looks.
    const result = { id: noImage, reference: id, outcome: 'failed', error: facts.lost.toData() } as const;
    return { result, lost: facts.lost };
  }
  return endStep({ item }, journal, outcomeOf(id, facts));
}

function outcomeOf(id: string, { record, tried, left, lost }: Parameters<typeof endItem>[2]): StepChange {
  if (record === undefined) return { outcome: 'gone' };
  if (record.inUse) {
    return {
      outcome: 'blocked',
      error: new AppError('engine.conflict', { subject: id, detail: 'a build uses it now' }),
    };
  }
  if (!tried) return { outcome: 'skipped' };
  if (left?.has(id) !== true) return { outcome: 'removed' };
  if (lost !== null) return { outcome: 'failed', error: lost };
  const detail = 'the engine left it: a build uses it, or other records stand on it';
  return { outcome: 'blocked', error: new AppError('engine.conflict', { subject: id, detail }) };
}
