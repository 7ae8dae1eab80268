import { expect, it } from 'vitest';

import { blockedByContainers } from './plan-blocked.ts';
import { sampleContainer, sampleKeep } from './plan-samples.ts';

const stopped = sampleContainer('old', 'exited');
const created = sampleContainer('new', 'created');
const running = sampleContainer('live', 'running');
const by = (...containers: (typeof stopped)[]) =>
  sampleKeep(containers.map(({ name }) => name).join('+'), { reasons: ['in-use-by-container'], containers });

it('offers the stopped containers of images that only they keep', () => {
  const blocked = blockedByContainers([by(stopped, created), by(running), sampleKeep('tagged')]);
  expect(blocked.images.map(({ id }) => id)).toEqual(['old+new', 'live']);
  expect(blocked.removable).toEqual([stopped, created]);
  expect(blocked.containers).toEqual([stopped, created, running]);
});

it('offers none where a running one would keep the image all the same', () => {
  expect(blockedByContainers([by(stopped, running)]).removable).toEqual([]);
});

it('names each container once, however many images it mounts', () => {
  const mounts = { reasons: ['mounted-by-container'], containers: [stopped] } as const;
  const blocked = blockedByContainers([sampleKeep('a', mounts), sampleKeep('b', mounts)]);
  expect([blocked.images.length, blocked.removable]).toEqual([2, [stopped]]);
});

it('leaves alone what would stay without its containers too', () => {
  const pinned = sampleKeep('a', { reasons: ['pinned', 'in-use-by-container'], containers: [stopped] });
  expect(blockedByContainers([pinned]).images).toEqual([]);
});
