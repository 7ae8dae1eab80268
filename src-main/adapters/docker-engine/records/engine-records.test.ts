import { Readable } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { capturedEngines, fixtureAnswers, fixtureBody, fixtureEvents } from '#test/support/engine-fixture.ts';

import { isDigestShaped } from '../../../domain/image/hashes.ts';
import { readLines } from '../read-lines.ts';
import { toRefusalError } from '../to-app-error.ts';
import { readContainers } from './container.ts';
import { readDiskUsage } from './disk-usage.ts';
import { readEvent } from './event.ts';
import { readInfo } from './info.ts';
import { readRemoval } from './removal.ts';

const o20 = 'docker-20.10.24-classic-1.41';
const o28 = 'docker-28.5.2-classic-1.51';
const c28 = 'docker-28.5.2-containerd-1.51';
const podman = 'podman-5.8.6-1.44';

describe('info', () => {
  test.each([
    [o20, { store: 'classic', driver: 'overlay2', version: '20.10.24+dfsg1', platform: 'linux/amd64' }],
    [o28, { store: 'classic', driver: 'overlay2', version: '28.5.2+dfsg4', platform: 'linux/amd64' }],
    [c28, { store: 'containerd', driver: 'overlayfs', version: '28.5.2+dfsg4', platform: 'linux/amd64' }],
    [podman, { store: 'classic', driver: 'overlay', version: '5.8.6', platform: 'linux/amd64' }],
  ])('%s', (engine, self) => {
    expect(readInfo(fixtureBody(engine, 'info'))).toMatchObject({
      ...self,
      place: 'lab-host:/var/lib/engine',
    });
  });

  test.each([
    ['aarch64', 'linux/arm64'],
    ['armv7l', 'linux/arm/v7'],
    ['riscv64', 'linux/riscv64'],
  ])('%s is %s', (Architecture, platform) => {
    expect(readInfo({ ServerVersion: '1', Driver: 'x', OSType: 'linux', Architecture }).platform).toBe(
      platform,
    );
  });

  test.each([[{}], [[]], [null], ['OK']])('%j is no info', (raw) => {
    expect(() => readInfo(raw)).toThrow(expect.objectContaining({ code: 'engine.bad-answer' }));
  });
});

describe.each(capturedEngines)('containers of %s', (engine) => {
  const { containers, skipped } = readContainers(fixtureBody(engine, 'containers'));

  test('have their image and project', () => {
    expect(skipped).toEqual([]);
    expect(containers.map(({ id }) => id)).toEqual(containers.map(({ id }) => id).sort());
    const web = containers.find(({ name }) => name === 'web');
    expect(web).toMatchObject({ state: 'created', composeProject: 'shop' });
    expect(web?.imageReference).toMatch(/lab\/app:1$/);
    expect(containers.every(({ imageId }) => isDigestShaped(imageId))).toBe(true);
  });
});

describe('containers', () => {
  test('one whose tag moved on still names its image by ID', () => {
    const keeper = readContainers(fixtureBody(o28, 'containers')).containers.find(
      ({ name }) => name === 'keeper',
    );
    expect(keeper?.imageReference).toBe(keeper?.imageId);
  });

  test.each([o28, c28])('one that mounts an image keeps that one too: %s', (engine) => {
    const all = readContainers(fixtureBody(engine, 'containers')).containers;
    expect(all.find(({ name }) => name === 'mounter')?.mountedImages).toEqual(['lab/moved:1']);
    expect(all.find(({ name }) => name === 'web')?.mountedImages).toEqual([]);
  });

  test('a linked one has its own name; an unheard-of state is unknown; a bad row is kept aside', () => {
    const row = { Id: 'a', Names: ['/other/alias', '/mine'], ImageID: 'b', State: 'dreaming' };
    const { containers, skipped } = readContainers([row, { Names: ['/lost'] }]);
    expect(containers).toMatchObject([{ name: 'mine', state: 'unknown', imageReference: '' }]);
    expect(skipped).toHaveLength(1);
  });
});

describe('disk usage', () => {
  test.each([o20, o28, c28, podman])('%s: sums of what it lists', (engine) => {
    const raw = fixtureBody(engine, 'disk-usage') as {
      readonly LayersSize: number;
      readonly BuildCache: readonly { readonly Size: number; readonly Shared: boolean }[];
    };
    const sum = (rows: typeof raw.BuildCache): number => rows.reduce((total, { Size }) => total + Size, 0);
    expect(readDiskUsage(raw)).toEqual({
      layersBytes: raw.LayersSize,
      buildCache: {
        recordCount: raw.BuildCache.length,
        bytes: sum(raw.BuildCache),
        sharedBytes: sum(raw.BuildCache.filter(({ Shared }) => Shared)),
      },
    });
  });

  test('BuildKit was used where it was', () => {
    expect(readDiskUsage(fixtureBody(c28, 'disk-usage')).buildCache.recordCount).toBeGreaterThan(0);
    expect(JSON.stringify(fixtureBody(c28, 'disk-usage'))).toContain('" Parents"');
  });

  test.each([
    [{ LayersSize: -1, BuildCache: null }, 'unknown', 0],
    [{ LayersSize: 5 }, 5, 0],
    [{ ImageUsage: { TotalSize: 7 }, BuildCacheUsage: { Items: [{ Size: 1, Shared: true }] } }, 7, 1],
    [{ ImagesUsage: { TotalSize: 8 } }, 8, 0],
  ])('%j', (raw, layersBytes, recordCount) => {
    expect(readDiskUsage(raw)).toMatchObject({ layersBytes, buildCache: { recordCount } });
  });

  test('one cache record of unknown size makes the sum unknown', () => {
    const { buildCache } = readDiskUsage({ BuildCache: [{ Size: 3 }, { Size: -1, Shared: true }] });
    expect(buildCache).toEqual({ recordCount: 2, bytes: 'unknown', sharedBytes: 'unknown' });
  });
});

describe('removals', () => {
  const removals = (engine: string) =>
    fixtureAnswers(engine, 'removals').map(({ body }) =>
      readRemoval(body, 'x', engine === o20 || engine === o28),
    );

  test.each(capturedEngines)('%s: a dropped name removes nothing', (engine) => {
    const [untag] = removals(engine);
    expect(untag).toMatchObject({ removedImages: [], removedChains: [] });
    expect(untag?.untagged[0]).toMatch(/lab\/extra:1$/);
  });

  test.each(capturedEngines)('%s: the last name removes exactly one image', (engine) => {
    const [, last, byId] = removals(engine);
    expect(last?.untagged[0]).toMatch(/lab\/gone:1$/);
    expect(last?.removedImages).toHaveLength(1);
    expect(last?.removedChains).toHaveLength(engine === o20 || engine === o28 ? 1 : 0);
    expect(fixtureAnswers(engine, 'removals')[2]?.request).toContain(byId?.removedImages[0]);
    expect([...(last?.removedImages ?? []), ...(byId?.removedImages ?? [])].every(isDigestShaped)).toBe(true);
  });

  test('nothing done is nothing told; a row that says nothing is a bad answer', () => {
    expect(readRemoval(null, 'x', true)).toEqual({ untagged: [], removedImages: [], removedChains: [] });
    expect(() => readRemoval([{}], 'x', true)).toThrow(/neither/);
  });
});

const inUse = ['engine.conflict', 'engine.conflict', 'engine.conflict', 'engine.unsupported'];
const common = [
  'engine.not-found',
  'reference.invalid',
  'engine.not-found',
  'reference.invalid',
  'engine.not-found',
];

test.each(capturedEngines)('refusals of %s', (engine) => {
  const answers = fixtureAnswers(engine, 'refusals').filter(({ status }) => status >= 300);
  const codes = answers.map(
    ({ status, body }) =>
      toRefusalError({ status, body: typeof body === 'string' ? body : JSON.stringify(body) }, '').code,
  );
  // The last one, an image that others stand on, Podman does not refuse.
  expect(codes).toEqual([...common, ...inUse, ...(engine === podman ? [] : ['engine.conflict'])]);
});

describe.each(capturedEngines)('events of %s', (engine) => {
  test('are read, all of them, with the time they happened', async () => {
    const events = [];
    const bytes = Readable.from([fixtureEvents(engine)]);
    for await (const line of readLines(bytes, 'events')) events.push(readEvent(line));
    expect(events.length).toBeGreaterThan(5);
    for (const event of events) {
      expect(event?.timeNano).toMatch(/^17954\d{14}$/);
      expect(new Date(event?.timeMs ?? 0).getUTCFullYear()).toBe(2026);
    }
    expect(events.map((event) => event?.action)).toContain(engine === podman ? 'build' : 'tag');
  });
});

test('a line that is no event is a bad answer', () => {
  expect(() => readEvent({ status: 'ok' })).toThrow(expect.objectContaining({ code: 'engine.bad-answer' }));
});
