import { toImageId, type ImageId } from '#main/domain/image/hashes.ts';

/** Screens with an entry in the rail, in its order. */
export const railScreens = ['images', 'layers', 'cleanup', 'activity', 'settings'] as const;

/** A screen with an entry in the rail. */
export type RailScreen = (typeof railScreens)[number];

/** Parts of the Clean-up screen, in the order of its tabs; the first one has no word of its own in the hash. */
export const cleanupTabs = ['suggestions', 'policies', 'bin', 'build-cache', 'automatic'] as const;

/** A part of the Clean-up screen. */
export type CleanupTab = (typeof cleanupTabs)[number];

/** Where the window is. */
export type Route =
  | { readonly screen: Exclude<RailScreen, 'cleanup'> }
  | { readonly screen: 'cleanup'; readonly tab?: CleanupTab }
  | { readonly screen: 'image'; readonly id: ImageId };

/** What a hash names; anything unknown is the Images screen. */
export function parseRoute(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').replace(/\?.*$/, '').split('/');
  if (first === 'images' && second !== '')
    return { screen: 'image', id: toImageId(decodeURIComponent(second)) };
  const screen = railScreens.find((known) => known === first) ?? 'images';
  const tab = cleanupTabs.find((known) => known === second);
  if (screen === 'cleanup' && tab !== undefined && tab !== 'suggestions') return { screen, tab };
  return { screen };
}

/** The hash of a place. */
export function formatRoute(route: Route): string {
  if (route.screen === 'image') return `#/images/${encodeURIComponent(route.id)}`;
  const tab = route.screen === 'cleanup' ? (route.tab ?? 'suggestions') : 'suggestions';
  return tab === 'suggestions' ? `#/${route.screen}` : `#/${route.screen}/${tab}`;
}
