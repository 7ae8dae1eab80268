import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { JournalItem, JournalRun } from '../../ports/store.ts';
import type { JobControl, JobEnd } from '../jobs/job-board.ts';
import { isDone, isUndoable } from './count-left.ts';
import { requireEndedRun } from './require-run.ts';
import { notRestored, restoreImages, type WantedImage } from './restore-images.ts';
import type { RunTarget } from './run-target.ts';

/**
 * Gets back what a run removed, untagged or parked, as far as that can be: by tags, from the bin, from a file, by pulling a
 * digest. Asked again it does nothing more.
 * Errors:  `usage.invalid` for a run that cannot be undone.
 */
export async function undoRun(target: RunTarget, runId: string, control: JobControl): Promise<JobEnd> {
  const run = await requireEndedRun(target, runId);
  return restoreImages(target, { wanted: wantedOf(run), follows: runId, told: lostForGood(run) }, control);
}

/** What was lost last comes back first: children need their parents no more than the other way round, but tags moved in order. */
function wantedOf({ runId, items }: JournalRun): readonly WantedImage[] {
  const byImage = Map.groupBy(items.filter(isUndoable), ({ imageId }) => imageId);
  return [...byImage].toReversed().map(([id, lost]): WantedImage => {
    const [first] = lost;
    return {
      id,
      references: referencesOf(lost),
      archive: first?.archive ?? null,
      pullFrom: first?.pullFrom ?? [],
      lostIn: { runId, items: lost },
    };
  });
}

/** An image that went from the bin gets the names it had before it came there. */
function referencesOf(lost: readonly JournalItem[]): readonly string[] {
  const names = lost.flatMap(({ reference, references }) =>
    reference !== null && parkedAtMs(reference) === null ? [reference] : reference === null ? [] : references,
  );
  return [...new Set(names)].filter((name) => parkedAtMs(name) === null).sort();
}

function lostForGood({ items }: JournalRun): readonly ItemResult[] {
  return items.filter((item) => isDone(item) && !isUndoable(item)).map(sayWhy);
}

function sayWhy({ imageId, reference, references, effect }: JournalItem): ItemResult {
  switch (effect) {
    case 'remove-container': {
      const detail = `the container ${references.join()} does not come back; start one from the image`;
      const error = new AppError('undo.impossible', { subject: references[0] ?? '', detail }).toData();
      return { id: imageId, reference: reference ?? '', outcome: 'skipped', error };
    }
    case 'remove-platforms':
      return notRestored(imageId, reference, 'a platform comes back by pulling the image for that platform');
    case 'remove':
    case 'untag':
    case 'park':
    case 'remove-build-cache':
    case 'restore':
      return notRestored(
        imageId,
        reference,
        'it existed only here and was not saved, so nothing can bring it back',
      );
  }
}
