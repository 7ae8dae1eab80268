import { AppError } from '../../domain/app-error.ts';
import type { PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';
import type { ImageDetail, RemovalReply } from '../../ports/engine/engine-images.ts';
import type { JournalItem } from '../../ports/store.ts';
import type { RunJournal } from './journal-run.ts';
import { lookAgain, type Witnesses } from './look-again.ts';
import type { StepChange } from './run-step.ts';

/** One item of a plan, and with what it is done. */
export interface ItemInput extends Witnesses {
  readonly item: PlannedRemoval;
  /** The image when the plan was checked. */
  readonly image: EngineImage;
  readonly journal: RunJournal;
  readonly nowMs: () => number;
}

/** Looks before the step of one record. */
export function lookBefore(
  input: ItemInput,
  records: readonly JournalItem[],
  at: number,
): Promise<ImageDetail> {
  const left = records.slice(at).flatMap(({ reference }) => reference ?? []);
  return lookAgain(input, { item: input.item, image: input.image, left, isFirst: at === 0 });
}

/**
 * What dropping a name did, told honestly: between the look and the change somebody may have moved the name.
 * Source:  ENGINES §3.1: an image goes with its last name.
 */
export function changeBy(reply: RemovalReply, item: PlannedRemoval, done: 'untagged' | 'parked'): StepChange {
  const { removedChains } = reply;
  const [other] = reply.removedImages.filter((id) => id !== item.id);
  if (other !== undefined) {
    const detail = `somebody gave the reference to another image at the same moment, and the engine removed that one: ${other}`;
    return {
      outcome: 'failed',
      removedChains,
      error: new AppError('engine.conflict', { subject: item.id, detail }),
    };
  }
  if (!reply.removedImages.includes(item.id)) return { outcome: done, removedChains };
  if (item.effect === 'remove') return { outcome: 'removed', removedChains };
  const detail =
    'somebody dropped its other references at the same moment, so the engine removed the image too';
  return {
    outcome: 'removed',
    removedChains,
    error: new AppError('engine.conflict', { subject: item.id, detail }),
  };
}

/** The record of a step. */
export function recordAt(records: readonly JournalItem[], at: number): JournalItem {
  const record = records[at];
  if (record === undefined) throw new AppError('bug', { detail: `an item has no step ${at}` });
  return record;
}
