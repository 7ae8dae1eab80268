import type { Component } from 'svelte';

import { locale } from '#renderer/i18n/locale.svelte.ts';

/** The banners of automatic clean-up with their words: fetched when something is announced. */
export async function loadAnnouncements(): Promise<Component<Record<string, never>>> {
  const [part] = await Promise.all([import('./announcements.svelte'), locale.useLater()]);
  return part.default;
}
