import { afterEach, expect, it } from 'vitest';

import { locale, t } from './locale.svelte.ts';

afterEach(() => locale.use('en'));

it('has no words of later parts before they are asked for, and follows the language from then on', async () => {
  await locale.use('en');
  expect(() => t.bin.emptyTitle).toThrow('useLater');
  const asking = locale.useLater();
  // The language changes while they are on their way.
  await locale.use('ja');
  await asking;
  expect([t.app.images, t.bin.emptyTitle]).toEqual(['イメージ', 'ごみ箱は空です']);
  await locale.use('en');
  expect([t.app.images, t.bin.emptyTitle]).toEqual(['Images', 'The recycle bin is empty']);
});
