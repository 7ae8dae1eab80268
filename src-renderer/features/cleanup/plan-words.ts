import CircleQuestionMark from '@lucide/svelte/icons/circle-question-mark';
import CloudDownload from '@lucide/svelte/icons/cloud-download';
import HardDrive from '@lucide/svelte/icons/hard-drive';

import type { KeepReason, RemoveReason } from '#main/domain/cleanup/reasons.ts';
import type { Recoverability } from '#main/domain/cleanup/recoverability.ts';
import type { ReclaimDoubt } from '#main/domain/ledger/reclaim-model.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';
import type { IconComponent } from '#renderer/ui/icon.ts';

/** A word, and what it means for the reader. */
interface Explained {
  readonly word: string;
  readonly help: string;
}

/** Why an image goes. */
export function removeReasonWord(reason: RemoveReason): string {
  switch (reason) {
    case 'dangling':
      return t.cleanup.reasonDangling;
    case 'unused':
      return t.cleanup.reasonUnused;
    case 'picked':
      return t.cleanup.reasonPicked;
    case 'goes-with-child':
      return t.cleanup.reasonGoesWithChild;
  }
}

/** Why an image stays, and what would change that. */
export function keepReasonWord(reason: KeepReason): Explained {
  const words = t.cleanup;
  switch (reason) {
    case 'in-use-by-container':
      return { word: words.keepInUse, help: words.keepInUseHelp };
    case 'mounted-by-container':
      return { word: words.keepMounted, help: words.keepMountedHelp };
    case 'has-kept-child':
      return { word: words.keepHasChild, help: words.keepHasChildHelp };
    case 'tagged':
      return { word: words.keepTagged, help: words.keepTaggedHelp };
    case 'not-picked':
      return { word: words.keepNotPicked, help: words.keepNotPickedHelp };
    case 'intermediate':
      return { word: words.keepIntermediate, help: words.keepIntermediateHelp };
  }
}

/** How an image can be had again. */
export function recoverabilityWord(
  recoverable: Recoverability,
): Explained & { readonly icon: IconComponent } {
  const words = t.cleanup;
  switch (recoverable) {
    case 're-pullable':
      return { word: words.backRePullable, help: words.backRePullableHelp, icon: CloudDownload };
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
    case 'container-of-missing-image':
      return t.cleanup.doubtMissingImage;
    case 'content-shared':
      return t.cleanup.doubtContentShared;
    case 'layer-bytes-unknown':
      return t.cleanup.doubtLayerBytes;
  }
}
