import { toImageId, type ImageId } from '#main/domain/image/hashes.ts';

/** Screens with an entry in the rail, in its order. */
export const railScreens = ['images', 'layers', 'cleanup', 'activity', 'settings'] as const;

/** A screen with an entry in the rail. */
export type RailScreen = (typeof railScreens)[number];

/** Where the window is. */
export type Route = { readonly screen: RailScreen } | { readonly screen: 'image'; readonly id: ImageId };

/** What a hash names; anything unknown is the Images screen. */
export function parseRoute(hash: string): Route {
  const [first = '', second = ''] = hash.replace(/^#\/?/, '').replace(/\?.*$/, '').split('/');
  if (first === 'images' && second !== '')
    return { screen: 'image', id: toImageId(decodeURIComponent(second)) };
  return { screen: railScreens.find((screen) => screen === first) ?? 'images' };
}

/** The hash of a place. */
export function formatRoute(route: Route): string {
  return route.screen === 'image' ? `#/images/${encodeURIComponent(route.id)}` : `#/${route.screen}`;
}
