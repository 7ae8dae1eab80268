import { AppError } from '../../domain/app-error.ts';
import type { JournalItem } from '../../ports/store.ts';
import { bringBack, type BringBackDeps, type LostImage } from './bring-back.ts';
import type { Step } from './run-step.ts';
import { findImage } from './settle-item.ts';

/** One step for the image where it is gone, then one per reference. */
export function restoreSteps(
  deps: BringBackDeps,
  image: LostImage,
  records: readonly JournalItem[],
): readonly Step[] {
  return records.map((record): Step => {
    const { reference } = record;
    if (reference === null) return imageStep(deps, image, record);
    return reference.includes('@') ? digestStep(deps, record, reference) : tagStep(deps, record, reference);
  });
}

function imageStep(deps: BringBackDeps, image: LostImage, item: JournalItem): Step {
  return {
    item,
    look: () => Promise.resolve(),
    change: async () => {
      await asFailure(bringBack(deps, image));
      return { outcome: 'restored' };
    },
  };
}

function tagStep({ engine, signal }: BringBackDeps, item: JournalItem, reference: string): Step {
  return {
    item,
    look: async () => {
      const holder = await findImage(engine, { id: reference }, signal);
      if (holder === null || holder.id === item.imageId) return;
      throw new AppError('engine.conflict', {
        subject: reference,
        detail: `it names another image by now, ${holder.id}, and is not taken from it`,
      });
    },
    change: async () => {
      await asFailure(engine.tagImage(item.imageId, reference, signal));
      const now = await findImage(engine, { id: reference }, signal);
      if (now?.id === item.imageId) return { outcome: 'restored' };
      throw new AppError('engine.conflict', {
        subject: reference,
        detail: 'somebody else took it at the same moment',
      });
    },
  };
}

/** A name with a digest cannot be given; it comes with what is pulled. */
function digestStep({ engine, signal }: BringBackDeps, item: JournalItem, reference: string): Step {
  return {
    item,
    look: () => Promise.resolve(),
    change: async () => {
      const now = await engine.inspectImage(item.imageId, {}, signal);
      if (!now.digests.includes(reference))
        await asFailure(engine.pullImage(reference, () => undefined, signal));
      return { outcome: 'restored' };
    },
  };
}

/** What is missing on the way back is a failure: nothing is "gone" as a step of a clean-up is. */
async function asFailure(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'engine.not-found') throw thrown;
    throw new AppError('undo.impossible', { subject: thrown.subject, detail: thrown.detail, cause: thrown });
  }
}
