import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';
import { shortenId } from '#main/domain/image/hashes.ts';

import { appErrorOf } from '../api/client.ts';
import { t } from '../i18n/locale.svelte.ts';
import type { AppContext } from './app-context.ts';
import { imageName } from './image-name.ts';
import { repositoryOf } from './images-groups.ts';

/** What a person can pin at an image: the image itself, and every tag of its repository. */
export function pinsFor(row: ImageRow): { readonly image: Pin; readonly repository: Pin | null } {
  const [reference] = row.tags;
  return {
    image: { kind: 'image', id: row.id },
    repository: reference === undefined ? null : { kind: 'reference', pattern: repositoryOf(reference) },
  };
}

/** A pin in few words. */
export function pinName(pin: Pin): string {
  switch (pin.kind) {
    case 'reference':
      return pin.pattern;
    case 'label':
      return t.images.pinLabel(pin.name, pin.value);
    case 'image':
      return shortenId(pin.id);
  }
}

/** Pins or unpins, says so, and reads the engine again so that every row shows it. */
export async function changePin(
  { client, app, engine }: Pick<AppContext, 'client' | 'app' | 'engine'>,
  pin: Pin,
  isPinned: boolean,
): Promise<void> {
  try {
    await (isPinned ? client.policies.pin({ pin }) : client.policies.unpin({ pin }));
    const name = pin.kind === 'image' ? imageName(pin.id, engine.imagesById.get(pin.id)) : pinName(pin);
    app.notify((isPinned ? t.images.pinDone : t.images.unpinDone)(name));
    await engine.refresh();
  } catch (thrown) {
    app.notify(t.error(appErrorOf(thrown).code).sentence);
  }
}
