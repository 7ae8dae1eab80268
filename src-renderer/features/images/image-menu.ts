import Copy from '@lucide/svelte/icons/copy';
import FileSearch from '@lucide/svelte/icons/file-search';
import Layers from '@lucide/svelte/icons/layers';
import PenLine from '@lucide/svelte/icons/pen-line';
import PinIcon from '@lucide/svelte/icons/pin';
import Tag from '@lucide/svelte/icons/tag';
import Tags from '@lucide/svelte/icons/tags';
import Trash2 from '@lucide/svelte/icons/trash-2';

import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';
import { pinName, pinsFor } from '#renderer/state/pin-image.ts';
import type { MenuAction, MenuItem } from '#renderer/ui/menu-item.ts';

/** What a person wants to do with an image. */
export interface ImageIntents {
  readonly open: (row: ImageRow) => void;
  readonly tag: (row: ImageRow) => void;
  readonly rename: (row: ImageRow, reference: string) => void;
  readonly untag: (row: ImageRow) => void;
  readonly copy: (text: string) => void;
  readonly showBase: (row: ImageRow) => void;
  readonly pin: (pin: Pin, isPinned: boolean) => void;
  readonly remove: (row: ImageRow) => void;
}

/** The menu of an image: the same at the row, by keyboard and on the Image screen. */
export function imageMenu(row: ImageRow, intents: ImageIntents): MenuItem[] {
  const [reference] = row.tags;
  const [digest] = row.digests;
  const isUsed = row.containers.length > 0;
  const copy = (label: string, text: string | undefined): MenuAction[] =>
    text === undefined ? [] : [{ label, icon: Copy, onselect: () => intents.copy(text) }];
  return [
    { label: t.images.open, icon: FileSearch, hint: '↵', onselect: () => intents.open(row) },
    'line',
    { label: t.images.tag, icon: Tag, onselect: () => intents.tag(row) },
    ...(reference === undefined
      ? []
      : [
          { label: t.images.rename, icon: PenLine, onselect: () => intents.rename(row, reference) },
          { label: t.images.untag, icon: Tags, onselect: () => intents.untag(row) },
        ]),
    'line',
    ...copy(t.images.copyReference, reference),
    ...copy(t.images.copyId, row.id),
    ...copy(t.images.copyDigest, digest),
    { label: t.images.filterBase, icon: Layers, onselect: () => intents.showBase(row) },
    'line',
    ...pinItems(row, intents),
    'line',
    {
      label: t.images.remove,
      icon: Trash2,
      danger: true,
      disabled: isUsed,
      ...(isUsed ? { hint: t.images.removeBlocked } : {}),
      onselect: () => intents.remove(row),
    },
  ];
}

/** What holds it can be let go; what nothing holds can be pinned, alone or with its whole repository. */
function pinItems(row: ImageRow, intents: ImageIntents): MenuAction[] {
  const { pin: held } = row;
  if (held !== null) {
    const label = held.kind === 'image' ? t.images.unpinThis : t.images.unpin(pinName(held));
    return [{ label, icon: PinIcon, onselect: () => intents.pin(held, false) }];
  }
  const { image, repository } = pinsFor(row);
  const pin = { label: t.images.pin, icon: PinIcon, onselect: () => intents.pin(image, true) };
  if (repository === null) return [pin];
  // A whole path would not fit; its end says which one is meant.
  const label = t.images.pinRepository(pinName(repository).replace(/^.*\//, '…/'));
  return [pin, { label, onselect: () => intents.pin(repository, true) }];
}
