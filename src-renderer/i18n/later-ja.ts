import { automationJa } from './ja/automation.ts';
import { binJa } from './ja/bin.ts';
import { buildCacheJa } from './ja/build-cache.ts';
import { policiesJa } from './ja/policies.ts';
import type { LaterCatalogue } from './later-en.ts';

/** Japanese words of parts that are fetched when they are first opened. */
export const laterJa: LaterCatalogue = {
  policies: policiesJa,
  bin: binJa,
  buildCache: buildCacheJa,
  automation: automationJa,
};
