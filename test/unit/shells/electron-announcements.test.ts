import { expect, it } from 'vitest';

import type { AnnouncementView } from '#main/contract/views/automation-view.ts';
import { announcementNotice, watchAnnouncements } from '#main/shells/electron/announcement-notice.ts';

const announcement = (changes: Partial<AnnouncementView> = {}): AnnouncementView =>
  ({
    id: 'a',
    policyName: 'Fridays',
    cause: 'schedule',
    imageCount: 2,
    frees: { exact: 1_500_000_000 },
    runsAtMs: 1,
    ...changes,
  }) as AnnouncementView;

it.each<[Partial<AnnouncementView>, 'en' | 'ja', string]>([
  [{}, 'en', '“Fridays” is about to remove 2 images and free exactly 1.5 GB. Open Ballast to stop it.'],
  [
    { runsAtMs: null, imageCount: 1, frees: { atLeast: 5_000 } },
    'en',
    '“Fridays” would remove 1 image and free at least 5 kB. Nothing runs by itself.',
  ],
  [
    { policyName: '', cause: 'bin-age' },
    'ja',
    '「ごみ箱」がまもなくイメージ 2 件を削除し、ちょうど 1.5 GB 空けます。中止するには Ballast を開いてください。',
  ],
])('says %o in %s', (changes, language, body) => {
  expect(announcementNotice(announcement(changes), language).body).toBe(body);
});

it('tells of each announcement once, and ends without a word when it is called off', async () => {
  const quitting = new AbortController();
  const told: string[] = [];
  async function* frames() {
    await Promise.resolve();
    yield [announcement()];
    yield [announcement(), announcement({ id: 'b' })];
    quitting.abort();
    throw new Error('ended');
  }
  const client = { automation: { watch: () => Promise.resolve(frames()) } } as never;
  await watchAnnouncements(client, ({ id }) => told.push(id), quitting.signal);
  expect(told).toEqual(['a', 'b']);
});

it('does not hide that announcements cannot be followed', async () => {
  const client = { automation: { watch: () => Promise.reject(new Error('gone')) } } as never;
  const watching = watchAnnouncements(client, () => undefined, new AbortController().signal);
  await expect(watching).rejects.toThrow('gone');
});
