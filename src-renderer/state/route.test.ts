import { expect, it } from 'vitest';

import { toImageId } from '#main/domain/image/hashes.ts';

import { formatRoute, parseRoute, railScreens, type Route } from './route.ts';

it.each<[string, Route]>([
  ['', { screen: 'images' }],
  ['#/images', { screen: 'images' }],
  ['#/images/', { screen: 'images' }],
  ['#/layers', { screen: 'layers' }],
  ['#/cleanup?picks=1', { screen: 'cleanup' }],
  ['#/cleanup/bin', { screen: 'cleanup', tab: 'bin' }],
  ['#/cleanup/suggestions', { screen: 'cleanup' }],
  ['#/cleanup/nowhere', { screen: 'cleanup' }],
  ['#/layers/bin', { screen: 'layers' }],
  ['#/nowhere', { screen: 'images' }],
  ['#/images/sha256%3Aabc', { screen: 'image', id: toImageId('sha256:abc') }],
  ['#/images/sha256:abc', { screen: 'image', id: toImageId('sha256:abc') }],
])('%s', (hash, route) => expect(parseRoute(hash)).toEqual(route));

it('comes back from every hash it writes', () => {
  const routes: Route[] = [
    ...railScreens.map((screen) => ({ screen })),
    { screen: 'cleanup', tab: 'build-cache' },
    { screen: 'image', id: toImageId('sha256:odd/%?#') },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});
