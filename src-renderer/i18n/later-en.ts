import { automationEn } from './en/automation.ts';
import { binEn } from './en/bin.ts';
import { buildCacheEn } from './en/build-cache.ts';
import { policiesEn } from './en/policies.ts';

/** English words of parts that are fetched when they are first opened: no window waits for them. */
export const laterEn = {
  policies: policiesEn,
  bin: binEn,
  buildCache: buildCacheEn,
  automation: automationEn,
};

/** What a language must say in those parts. */
export type LaterCatalogue = typeof laterEn;
