import { describe, expect, test } from 'vitest';

import { diskOf } from './disk-of.ts';
import { findCause, type Circumstances } from './find-cause.ts';

const off = { imagesLargerThanBytes: null, diskFullerThanPercent: null, everyHours: null };
const settings = {
  isOn: true,
  policyName: 'weekly',
  action: 'notify' as const,
  park: false,
  emptyBinAfterDays: null,
};
const hourMs = 3_600_000;
const calm: Circumstances = { imageBytes: 10, disk: null, scheduledAtMs: null, nowMs: 100 * hourMs };

const rows: readonly [string, object, Partial<Circumstances>, string | null][] = [
  ['nothing is set', {}, { imageBytes: 1e15 }, null],
  ['larger', { imagesLargerThanBytes: 9 }, {}, 'images-larger'],
  ['exactly as large is not larger', { imagesLargerThanBytes: 10 }, {}, null],
  ['unknown bytes are not large', { imagesLargerThanBytes: 9 }, { imageBytes: 'unknown' }, null],
  ['fuller', { diskFullerThanPercent: 80 }, { disk: { usedBytes: 81, totalBytes: 100 } }, 'disk-fuller'],
  ['not fuller', { diskFullerThanPercent: 80 }, { disk: { usedBytes: 80, totalBytes: 100 } }, null],
  ['a disk nobody can ask', { diskFullerThanPercent: 1 }, { disk: null }, null],
  ['a disk of no size', { diskFullerThanPercent: 1 }, { disk: { usedBytes: 1, totalBytes: 0 } }, null],
  ['due', { everyHours: 24 }, { scheduledAtMs: 76 * hourMs }, 'schedule'],
  ['not due', { everyHours: 24 }, { scheduledAtMs: 77 * hourMs }, null],
  ['a schedule nobody looks at', { everyHours: 1 }, { scheduledAtMs: null }, null],
];

test.each(rows)('%s', (_, change, circumstances, cause) => {
  expect(findCause({ ...settings, ...off, ...change }, { ...calm, ...circumstances })).toBe(cause);
});

describe('diskOf', () => {
  const machine = { diskUse: (folder: string) => Promise.resolve(folder === '/data' ? full : null) };
  const full = { usedBytes: 9, totalBytes: 10 };

  test('asks the disk of the data folder', async () => {
    expect(await diskOf('unix:///var/run/docker.sock', '/data', machine)).toEqual({ use: full, why: '' });
  });

  test.each([
    ['tcp://build.example:2375', '/data'],
    ['ssh://root@build.example', '/data'],
    ['unix:///var/run/docker.sock', ''],
    ['unix:///var/run/docker.sock', '/elsewhere'],
  ])('says why it cannot: %s %s', async (endpoint, folder) => {
    const { use, why } = await diskOf(endpoint, folder, machine);
    expect(use).toBeNull();
    expect(why).not.toBe('');
  });
});
