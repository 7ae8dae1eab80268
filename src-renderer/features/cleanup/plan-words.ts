import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CloudDownload from '@lucide/svelte/icons/cloud-download';
import Hammer from '@lucide/svelte/icons/hammer';
import HardDrive from '@lucide/svelte/icons/hard-drive';

import type { PlanNote } from '#main/domain/cleanup/cleanup-plan.ts';
import type { KeepReason, RemoveReason } from '#main/domain/cleanup/reasons.ts';
import type { Recoverability } from '#main/domain/cleanup/recoverability.ts';
import type { ReclaimDoubt } from '#main/domain/ledger/reclaim-model.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';
import type { IconComponent } from '#renderer/ui/icon.ts';

import { ruleKindWord } from './policy-words.ts';

/** A word, and what it means for the reader. */
interface Explained {
  readonly word: string;
  readonly help: string;
}

/** Why an image goes. */
export function removeReasonWord(reason: RemoveReason): string {
  return t.cleanup.reasons[reason];
}

/** Why an image stays, and what would change that. */
export function keepReasonWord(reason: KeepReason): Explained {
  return { word: t.cleanup.keepReasons[reason], help: t.cleanup.keepHelp[reason] };
}

/** How an image can be had again. */
export function recoverabilityWord(
  recoverable: Recoverability,
): Explained & { readonly icon: IconComponent } {
  const words = t.cleanup;
  switch (recoverable) {
    case 're-pullable':
      return { word: words.backRePullable, help: words.backRePullableHelp, icon: CloudDownload };
    case 'rebuildable':
      return { word: words.backRebuildable, help: words.backRebuildableHelp, icon: Hammer };
    case 'local-only':
      return { word: words.backLocalOnly, help: words.backLocalOnlyHelp, icon: HardDrive };
    case 'unknown':
      return { word: words.backUnknown, help: words.backUnknownHelp, icon: CircleQuestionMark };
  }
}

/** Why a promise is a lower bound. */
export function doubtWord(doubt: ReclaimDoubt, buildCacheShared: MaybeBytes): string {
  switch (doubt) {
    case 'build-cache':
      return isKnown(buildCacheShared) && buildCacheShared > 0
        ? t.cleanup.doubtBuildCacheBytes(format.bytes(buildCacheShared).text)
        : t.cleanup.doubtBuildCache;
    case 'image-not-inspected':
      return t.cleanup.doubtNotInspected;
    case 'container-goes':
      return t.cleanup.doubtContainerGoes;
    case 'container-of-missing-image':
      return t.cleanup.doubtMissingImage;
    case 'content-shared':
      return t.cleanup.doubtContentShared;
    case 'layer-bytes-unknown':
      return t.cleanup.doubtLayerBytes;
  }
}

/** What a person should know before a plan runs. */
export function noteWord(note: PlanNote): string {
  const words = t.cleanup;
  switch (note.kind) {
    case 'rule-unsupported':
      return words.noteUnsupported(ruleKindWord(note.rule));
    case 'use-known-since':
      return note.sinceMs === null ? words.noteUseNever : words.noteUseSince(format.date(note.sinceMs));
    case 'not-checked':
      return words.noteNotChecked(note.imageCount);
    case 'not-enough':
      return words.noteNotEnough(format.bytes(note.asked).text, format.bound(note.most));
  }
}
