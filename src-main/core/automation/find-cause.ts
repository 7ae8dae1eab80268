import type { Automation } from '../../contract/operations/automation.ts';
import type { AnnouncementView } from '../../contract/views/automation-view.ts';
import { isKnown, type MaybeBytes } from '../../domain/unknown.ts';

const hourMs = 3_600_000;

/** What sets an automatic clean-up off. */
export type Cause = AnnouncementView['cause'];

/** What is known at one moment. */
export interface Circumstances {
  readonly imageBytes: MaybeBytes;
  /** null where the disk cannot be asked, or was not. */
  readonly disk: { readonly usedBytes: number; readonly totalBytes: number } | null;
  /** Hours count from here; null when the schedule is not looked at. */
  readonly scheduledAtMs: number | null;
  readonly nowMs: number;
}

/** Why a policy should run now; null when nothing asks for it. What is unknown sets nothing off. */
export function findCause(
  { imagesLargerThanBytes, diskFullerThanPercent, everyHours }: Automation,
  { imageBytes, disk, scheduledAtMs, nowMs }: Circumstances,
): Exclude<Cause, 'bin-age'> | null {
  if (diskFullerThanPercent !== null && disk !== null && disk.totalBytes > 0) {
    if ((disk.usedBytes / disk.totalBytes) * 100 > diskFullerThanPercent) return 'disk-fuller';
  }
  if (imagesLargerThanBytes !== null && isKnown(imageBytes) && imageBytes > imagesLargerThanBytes) {
    return 'images-larger';
  }
  const isDue = everyHours !== null && scheduledAtMs !== null && nowMs - scheduledAtMs >= everyHours * hourMs;
  return isDue ? 'schedule' : null;
}
