import type { Component } from 'svelte';

import type { ImageId } from '#main/domain/image/hashes.ts';

/** A screen that takes nothing: it reads everything from the context. */
type LoadScreen = () => Promise<Component<Record<string, never>>>;

/** Screens that are fetched when they are first shown; Images comes with the window. */
export const screens = {
  layers: async () => (await import('#renderer/features/layers/layers-screen.svelte')).default,
  cleanup: async () => (await import('#renderer/features/cleanup/cleanup-screen.svelte')).default,
  activity: async () => (await import('#renderer/features/activity/activity-screen.svelte')).default,
  settings: async () => (await import('#renderer/features/settings/settings-screen.svelte')).default,
} satisfies Record<string, LoadScreen>;

/** The screen of one image. */
export async function loadImageScreen(): Promise<Component<{ id: ImageId }>> {
  return (await import('#renderer/features/image/image-screen.svelte')).default;
}

/** Fetches every screen once the first one stands and nobody waits for anything. Answers with how to call it off. */
export function fetchScreensWhenIdle(): () => void {
  const fetch = (): void => {
    // One that cannot be fetched now is asked for again when it is opened, and says then why.
    for (const load of [...Object.values(screens), loadImageScreen]) void load().catch(() => undefined);
  };
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(fetch, 2_000);
    return () => clearTimeout(timer);
  }
  const idle = requestIdleCallback(fetch, { timeout: 10_000 });
  return () => cancelIdleCallback(idle);
}
