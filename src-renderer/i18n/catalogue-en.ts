import { activityEn } from './en/activity.ts';
import { appEn } from './en/app.ts';
import { cleanupEn } from './en/cleanup.ts';
import { enginesEn } from './en/engines.ts';
import { imageEn } from './en/image.ts';
import { imagesEn } from './en/images.ts';
import { layersEn } from './en/layers.ts';
import { referencesEn } from './en/references.ts';
import { settingsEn } from './en/settings.ts';

/** Every English word of the window, by area. */
export const catalogueEn = {
  app: appEn,
  engines: enginesEn,
  images: imagesEn,
  image: imageEn,
  references: referencesEn,
  layers: layersEn,
  cleanup: cleanupEn,
  activity: activityEn,
  settings: settingsEn,
};

/** What a language must say. */
export type Catalogue = typeof catalogueEn;
