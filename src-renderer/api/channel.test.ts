import { expect, it } from 'vitest';

import { pauseBeforeTry, socketUrl } from './channel.ts';

it.each([
  [{ protocol: 'http:', host: '127.0.0.1:4000' }, 'ws://127.0.0.1:4000/rpc'],
  [{ protocol: 'https:', host: 'box.example' }, 'wss://box.example/rpc'],
])('a page at %j speaks to %s', (place, url) => expect(socketUrl(place)).toBe(url));

it('waits longer after each failure, and never longer than eight seconds', () => {
  const pauses = Array.from({ length: 40 }, (_, failures) => pauseBeforeTry(failures));
  expect(pauses.slice(0, 4)).toEqual([250, 500, 1000, 2000]);
  expect(pauses.every((pause, at) => pause >= (pauses[at - 1] ?? 0) && pause <= 8000)).toBe(true);
});
