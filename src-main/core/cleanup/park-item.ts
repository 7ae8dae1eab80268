import { AppError } from '../../domain/app-error.ts';
import { binReference, parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ImageDetail } from '../../ports/engine/engine-images.ts';
import type { JournalItem } from '../../ports/store.ts';
import { changeBy, lookBefore, recordAt, type ItemInput } from './item-input.ts';
import { checkPins } from './look-again.ts';
import type { Step } from './run-step.ts';
import { findImage, namesOf } from './settle-item.ts';

/**
 * Parks an image: the bin's reference comes first and is looked at, then the others go one by one. Whenever this is broken
 * off the image has a name, and the journal says which ones it had.
 */
export function parkSteps(input: ItemInput, records: readonly JournalItem[]): readonly Step[] {
  const { engine, item, journal, signal } = input;
  let binTag: string | null = null;
  return records.map((record, at): Step => {
    const reference = record.reference ?? '';
    return {
      item: recordAt(records, at),
      look: async () => {
        const { tags } = await lookBefore(input, records, at);
        if (binTag !== null) return;
        // One that was broken off before has a place in the bin already.
        binTag = tags.find((tag) => parkedAtMs(tag) !== null) ?? binReference(item.id, input.nowMs());
        for (const each of records) journal.notes(each, { parkedAs: binTag });
      },
      change: async () => {
        try {
          const now = await putIntoBin(input, binTag);
          if (!now.tags.includes(reference)) throw new AppError('engine.not-found', { subject: reference });
          checkPins(input.store, item, now);
          return changeBy(await engine.untagImage(reference, signal), item, 'parked');
        } catch (thrown) {
          const place = { binTag, names: item.references };
          await leaveBin(input, item.id, place).catch(() => undefined);
          throw thrown;
        }
      },
    };
  });
}

/** The image as it is once it has its place in the bin: what was looked at before may have changed meanwhile. */
async function putIntoBin({ engine, item, signal }: ItemInput, binTag: string | null): Promise<ImageDetail> {
  if (binTag === null) throw new AppError('bug', { subject: item.id, detail: 'parked without a reference' });
  const now = await engine.inspectImage(item.id, {}, signal);
  if (now.tags.includes(binTag)) return now;
  await engine.tagImage(item.id, binTag, signal);
  const parked = await engine.inspectImage(binTag, {}, signal);
  if (parked.id === item.id) return parked;
  throw new AppError('engine.conflict', { subject: binTag, detail: `it names another image, ${parked.id}` });
}

/** A place in the bin, and the names of the image that must all be there still. */
export interface BinPlace {
  readonly binTag: string | null;
  readonly names: readonly string[];
}

/**
 * Takes the bin's reference away again while nothing else was dropped. It is never the last one here: the others were
 * seen just before.
 */
export async function leaveBin(
  { engine, signal }: Pick<ItemInput, 'engine' | 'signal'>,
  id: ImageId,
  { binTag, names }: BinPlace,
): Promise<void> {
  const now = await findImage(engine, { id }, signal);
  if (now === null || binTag === null || !now.tags.includes(binTag)) return;
  const hasOthers = now.tags.some((tag) => parkedAtMs(tag) === null);
  if (hasOthers && names.every((name) => namesOf(now).includes(name)))
    await engine.untagImage(binTag, signal);
}
