import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import { shortenId, type ImageId } from '../../domain/image/hashes.ts';
import { unknown } from '../../domain/unknown.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { endStateOf } from './end-state.ts';
import { newItem } from './journal-items.ts';
import { RunJournal } from './journal-run.ts';
import { restoreSteps } from './restore-steps.ts';
import { endStep, runStep, type Step, type StepChange } from './run-step.ts';
import { engineIdNow, type RunTarget } from './run-target.ts';
import { findImage } from './settle-item.ts';

/** Longer than any pull or load of one image takes. */
const imageLimitMs = 6 * 3_600_000;

/** An image to get back, from where, and where that was written down. */
export interface WantedImage {
  readonly id: ImageId;
  /** References it shall have again. */
  readonly references: readonly string[];
  readonly archive: string | null;
  readonly pullFrom: readonly string[];
  /** Items of the run it was lost in: marked as restored, so that it is not asked for again. */
  readonly lostIn: { readonly runId: string; readonly items: readonly JournalItem[] };
}

/** What a restoration is about. */
export interface Restoration {
  readonly wanted: readonly WantedImage[];
  /** The run that is undone; null when images of several runs come out of the bin. */
  readonly follows: string | null;
  /** What cannot come back, told with the rest. */
  readonly told: readonly ItemResult[];
}

/**
 * Gets images and their references back, one after another, as a run of its own.
 * Shape:   a reference that names another image by now is not taken from it. An image leaves the bin when it has a name again.
 * Errors:  those of the journal before anything was done.
 */
export async function restoreImages(
  target: RunTarget,
  { wanted, follows, told }: Restoration,
  control: JobControl,
): Promise<JobEnd> {
  control.report({ step: 'checking', total: wanted.length });
  const results: ItemResult[] = [];
  let lost: AppError | null = null;
  if (wanted.length > 0) {
    const journal = await startJournal(target, { wanted, follows }, control);
    for (const [done, image] of wanted.entries()) {
      control.report({ step: 'restoring', done, current: [image.references[0] ?? shortenId(image.id)] });
      const skip = lost !== null || control.signal.aborted;
      const end = await restoreImage(
        { target, journal, control },
        image,
        skip ? { outcome: 'skipped' } : undefined,
      );
      results.push(...end.results);
      control.tell(end.results);
      lost ??= end.lost;
    }
    const unwritten = journal.finish(endStateOf(results, lost));
    lost ??= unwritten;
    if (lost === null) await target.session.refresh().catch(() => undefined);
  }
  control.report({ done: wanted.length });
  const all = [...results, ...told];
  const result = { runId: control.id, results: all, promised: { exact: 0 }, measuredBytes: unknown } as const;
  return { state: endStateOf(all, lost), result, error: lost?.toData() ?? null };
}

async function startJournal(
  { session, deps }: RunTarget,
  { wanted, follows }: Pick<Restoration, 'wanted' | 'follows'>,
  control: JobControl,
): Promise<RunJournal> {
  const engine = await engineIdNow({ session });
  const items: JournalItem[] = [];
  for (const { id, references, archive, pullFrom } of wanted) {
    const about = { imageId: id, effect: 'restore', references, archive, pullFrom } as const;
    const isThere = (await findImage(session.engine, { id }, control.signal)) !== null;
    const steps = isThere ? references : [null, ...references];
    items.push(...steps.map((reference) => newItem({ ...about, reference })));
  }
  return new RunJournal(deps, {
    runId: control.id,
    engine,
    endpoint: session.endpoint.url,
    kind: 'undo',
    trigger: deps.shell === 'cli' ? 'script' : 'person',
    policyName: '',
    follows,
    promisedBytes: 0,
    promisedExactly: true,
    items,
  });
}

async function restoreImage(
  {
    target,
    journal,
    control,
  }: { readonly target: RunTarget; readonly journal: RunJournal; readonly control: JobControl },
  image: WantedImage,
  instead: StepChange | undefined,
): Promise<{ readonly results: readonly ItemResult[]; readonly lost: AppError | null }> {
  const { engine } = target.session;
  // A transfer may be given up; what is written down of it stays true.
  const signal = AbortSignal.any([control.signal, AbortSignal.timeout(imageLimitMs)]);
  const records = journal.of(image.id, 'restore');
  const steps = restoreSteps({ engine, archives: target.deps.archives, signal, control }, image, records);
  const context = { engine, journal, signal, isGivenUp: () => control.signal.aborted };
  const results: ItemResult[] = [];
  let lost: AppError | null = null;
  let stop = instead;
  for (const step of steps) {
    const end = stop === undefined ? await runStep(step, context) : endStep(step, journal, stop);
    results.push(end.result);
    lost ??= end.lost;
    // Without the image no reference can come back; one reference that cannot does not keep the others away.
    if (end.outcome !== 'restored' && (lost !== null || isImageStep(step) || control.signal.aborted))
      stop ??= { outcome: 'skipped', error: end.error };
  }
  if (lost === null && instead === undefined) await leaveBinWithName(target, image.id).catch(() => undefined);
  const unwritten = markRestored(target, image, results);
  return { results, lost: lost ?? unwritten };
}

function isImageStep({ item }: Step): boolean {
  return item.reference === null;
}

/** Drops the bin's references of an image that has another name again. */
async function leaveBinWithName({ session }: RunTarget, id: ImageId): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const tags = (await findImage(session.engine, { id }, signal))?.tags ?? [];
  const places = tags.filter((tag) => parkedAtMs(tag) !== null);
  if (places.length === tags.length) return;
  for (const place of places) await session.engine.untagImage(place, signal);
}

/** The run it was lost in learns of it: what is back is not to be had back again. Answers why that could not be written. */
function markRestored(
  { deps }: RunTarget,
  image: WantedImage,
  results: readonly ItemResult[],
): AppError | null {
  const back = new Set(
    results.filter(({ outcome }) => outcome === 'restored').map(({ reference }) => reference),
  );
  const isBack = ({ reference }: JournalItem): boolean =>
    reference !== null && parkedAtMs(reference) === null ? back.has(reference) : back.size > 0;
  try {
    for (const item of image.lostIn.items.filter(isBack))
      deps.store.writeItem(image.lostIn.runId, { ...item, outcome: 'restored' });
    return null;
  } catch (thrown) {
    return toAppError(thrown);
  }
}

/** Says of an image that it cannot come back. */
export function notRestored(id: ImageId, reference: string | null, detail: string): ItemResult {
  const error = new AppError('undo.impossible', { subject: reference ?? id, detail }).toData();
  return { id, ...(reference === null ? {} : { reference }), outcome: 'failed', error };
}
