import type { Catalogue } from './catalogue-en.ts';
import { activityJa } from './ja/activity.ts';
import { appJa } from './ja/app.ts';
import { cleanupJa } from './ja/cleanup.ts';
import { enginesJa } from './ja/engines.ts';
import { imageJa } from './ja/image.ts';
import { imagesJa } from './ja/images.ts';
import { layersJa } from './ja/layers.ts';
import { referencesJa } from './ja/references.ts';
import { settingsJa } from './ja/settings.ts';

/** Every Japanese word of the window, by area. */
export const catalogueJa: Catalogue = {
  app: appJa,
  engines: enginesJa,
  images: imagesJa,
  image: imageJa,
  references: referencesJa,
  layers: layersJa,
  cleanup: cleanupJa,
  activity: activityJa,
  settings: settingsJa,
};
