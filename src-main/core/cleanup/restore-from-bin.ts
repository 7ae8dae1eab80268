import type { ItemResult } from '../../contract/views/job-view.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { parkedEntries, type ParkedEntry } from './parked-items.ts';
import { notRestored, restoreImages, type WantedImage } from './restore-images.ts';
import { engineIdNow, type RunTarget } from './run-target.ts';
import { findImage } from './settle-item.ts';

/** Gives parked images all the references back that the journal knows. An image the journal does not know stays where it is. */
export async function restoreFromBin(
  target: RunTarget,
  ids: readonly ImageId[],
  control: JobControl,
): Promise<JobEnd> {
  const { session, deps } = target;
  const entries = parkedEntries(deps.store, await engineIdNow({ session }));
  const wanted: WantedImage[] = [];
  const told: ItemResult[] = [];
  for (const id of new Set(ids)) {
    const image = await findImage(session.engine, { id }, control.signal);
    const place = image?.tags.find((tag) => parkedAtMs(tag) !== null);
    const entry = place === undefined ? undefined : entries.get(place);
    if (entry !== undefined) wanted.push(toWanted(id, entry));
    else if (image === null) told.push({ id, outcome: 'gone' });
    else if (place === undefined) told.push(notRestored(id, null, 'it does not lie in the recycle bin'));
    else
      told.push(
        notRestored(id, place, 'the journal does not know what it was called; give it a new name by hand'),
      );
  }
  const [runId, ...others] = new Set(wanted.map(({ lostIn }) => lostIn.runId));
  const follows = others.length === 0 ? (runId ?? null) : null;
  return restoreImages(target, { wanted, follows, told }, control);
}

function toWanted(id: ImageId, { runId, items, references, pullFrom }: ParkedEntry): WantedImage {
  return { id, references, archive: null, pullFrom, lostIn: { runId, items } };
}
