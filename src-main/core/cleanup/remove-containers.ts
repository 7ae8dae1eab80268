import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import { imageNames } from '../../domain/cleanup/image-names.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineContainer } from '../../domain/image/engine-snapshot.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { toContainerId } from '../../domain/image/hashes.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { JobControl } from '../jobs/job-board.ts';
import { lookAgain } from './look-again.ts';
import type { ItemsInput } from './run-items.ts';
import { endStep, runStep, type Step, type StepChange } from './run-step.ts';

/** States in which nothing runs. */
const stoppedStates: readonly EngineContainer['state'][] = ['created', 'exited', 'dead'];

/** How the containers of a plan ended. */
export interface ContainersEnd {
  readonly results: readonly ItemResult[];
  /** Images whose container is still there, and why. */
  readonly refused: ReadonlyMap<ImageId, AppError>;
  readonly lost: AppError | null;
}

/**
 * Removes the stopped containers a person allowed to go first: each is looked at again with its image, none is forced, no volume goes along.
 * Shape:   a container of an image that is not going to be removed after all stays too.
 */
export async function removeContainers(
  input: Omit<ItemsInput, 'bytesOf'>,
  control: JobControl,
): Promise<ContainersEnd> {
  const { target, plan, journal } = input;
  const records = journal.items.filter(({ effect }) => effect === 'remove-container');
  const refused = new Map(input.refused);
  const results: ItemResult[] = [];
  let { lost } = input;
  for (const record of records) {
    control.report({ step: 'removing-containers', current: record.references });
    const container = plan.containers.find(({ id }) => id === record.reference);
    const signal = AbortSignal.timeout(60_000);
    const step = containerStep(input, { record, container, signal });
    const instead = insteadOf(refused.get(record.imageId), lost, control);
    const context = { engine: target.session.engine, journal, signal };
    const end = instead === undefined ? await runStep(step, context) : endStep(step, journal, instead);
    results.push(end.result);
    control.tell([end.result]);
    lost ??= end.lost;
    if (end.outcome === 'blocked' || end.outcome === 'failed') {
      refused.set(record.imageId, end.error ?? new AppError('bug', { detail: 'blocked without a reason' }));
    }
  }
  return { results, refused, lost };
}

function containerStep(
  input: Omit<ItemsInput, 'bytesOf'>,
  about: {
    readonly record: JournalItem;
    readonly container: EngineContainer | undefined;
    readonly signal: AbortSignal;
  },
): Step {
  const { engine } = input.target.session;
  const { record, container, signal } = about;
  const id = toContainerId(record.reference ?? '');
  return {
    item: record,
    look: async () => {
      const { containers } = await engine.listContainers(signal);
      const now = containers.find((candidate) => candidate.id === id);
      if (now === undefined) throw new AppError('engine.not-found', { subject: id });
      const subject = now.name;
      if (!stoppedStates.includes(now.state)) {
        throw new AppError('engine.conflict', { subject, detail: `the container is ${now.state} now` });
      }
      if (now.imageId !== container?.imageId) {
        throw new AppError('engine.conflict', {
          subject,
          detail: `it stands on another image now, ${now.imageId}`,
        });
      }
      await lookAtImages(input, now, signal);
    },
    change: async () => {
      await engine.removeContainer(id, signal);
      return { outcome: 'removed' };
    },
  };
}

/** Its images are as they were planned: otherwise they stay, and it would have gone for nothing. */
async function lookAtImages(
  { target, plan, facts }: Pick<ItemsInput, 'target' | 'plan' | 'facts'>,
  { imageId, mountedImages, name }: EngineContainer,
  signal: AbortSignal,
): Promise<void> {
  const names = imageNames(facts.snapshot.images);
  const used = new Set([
    ...names.resolveId(imageId),
    ...mountedImages.flatMap((text) => names.resolve(text)),
  ]);
  const goingFirst = new Set<string>(plan.containers.map(({ id }) => id));
  for (const item of plan.remove.filter(({ id }) => used.has(id))) {
    const image = facts.snapshot.images.find(({ id }) => id === item.id);
    if (image === undefined) continue;
    // One that was being parked before may have its place in the bin already: that is no name to drop.
    const left = item.references.filter((name) => item.effect !== 'park' || parkedAtMs(name) === null);
    const intent = { item, image, left, isFirst: true, goingFirst };
    const witnesses = { engine: target.session.engine, store: target.deps.store, signal };
    try {
      await lookAgain(witnesses, intent);
    } catch (thrown) {
      if (toAppError(thrown).code !== 'engine.not-found') throw thrown;
      throw new AppError('engine.conflict', { subject: name, detail: 'its image is gone', cause: thrown });
    }
  }
}

function insteadOf(
  refusal: AppError | undefined,
  lost: AppError | null,
  control: JobControl,
): StepChange | undefined {
  if (lost !== null || control.signal.aborted) return { outcome: 'skipped' };
  return refusal === undefined ? undefined : { outcome: 'skipped', error: refusal };
}
