import { AppError } from '../../domain/app-error.ts';
import type { JournalItem } from '../../ports/store.ts';
import { changeBy, lookBefore, recordAt, type ItemInput } from './item-input.ts';
import { parkSteps } from './park-item.ts';
import type { Step } from './run-step.ts';

/**
 * The steps of an item: one per reference, or one for an image without any, or one per platform.
 * Shape:   each looks at the image again. The last step of a removal goes by the ID, which cannot have moved to another
 *          image meanwhile as a reference can.
 */
export function itemSteps(input: ItemInput): readonly Step[] {
  const records = input.journal.of(input.item.id, input.item.effect);
  switch (input.item.effect) {
    case 'remove':
      return records.map((record, at) =>
        at === records.length - 1 ? idStep(input, records, at) : nameStep(input, records, at),
      );
    case 'untag':
      return records.map((_, at) => nameStep(input, records, at));
    case 'park':
      return parkSteps(input, records);
    case 'remove-platforms':
      return records.map((_, at) => platformStep(input, records, at));
  }
}

function nameStep(input: ItemInput, records: readonly JournalItem[], at: number): Step {
  const record = recordAt(records, at);
  return {
    item: record,
    look: async () => void (await lookBefore(input, records, at)),
    change: async () =>
      changeBy(await input.engine.untagImage(record.reference ?? '', input.signal), input.item, 'untagged'),
  };
}

function idStep({ engine, signal, ...input }: ItemInput, records: readonly JournalItem[], at: number): Step {
  return {
    item: recordAt(records, at),
    look: async () => void (await lookBefore({ ...input, engine, signal }, records, at)),
    change: async () => {
      const { removedImages, removedChains } = await engine.removeImage(input.item.id, signal);
      if (removedImages.includes(input.item.id)) return { outcome: 'removed', removedChains };
      throw new AppError('engine.failed', {
        subject: input.item.id,
        detail: 'the engine does not say that it went',
      });
    },
  };
}

function platformStep(input: ItemInput, records: readonly JournalItem[], at: number): Step {
  const record = recordAt(records, at);
  return {
    item: record,
    look: async () => void (await lookBefore(input, records, at)),
    change: async () => {
      await input.engine.removePlatforms(input.item.id, [record.reference ?? ''], input.signal);
      return { outcome: 'removed' };
    },
  };
}
