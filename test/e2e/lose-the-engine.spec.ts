import { expect, rowOf, test } from './support/ballast.ts';

test('a stopped engine is not an empty one, and it comes back by itself', async ({ page, machine }) => {
  await machine.open(page);
  await expect(rowOf(page, machine.built.rebuilt)).toBeVisible();
  await machine.engine.kill();
  await expect(page.getByText('What you see is from', { exact: false })).toBeVisible();
  await expect(rowOf(page, machine.built.rebuilt)).toBeVisible();
  await machine.engine.restart();
  await expect(page.getByText('What you see is from', { exact: false })).toHaveCount(0, { timeout: 30_000 });
  await machine.http.call('POST', `/images/${machine.built.rebuilt}/tag`, {
    query: { repo: 'after', tag: 'restart' },
  });
  await expect(page.getByText('after:restart')).toBeVisible();
});

test('what another client does is seen at once', async ({ page, machine }) => {
  await machine.open(page);
  await expect(rowOf(page, machine.built.base)).toBeVisible();
  await machine.http.call('POST', `/images/${machine.built.base}/tag`, {
    query: { repo: 'seen', tag: 'live' },
  });
  await expect(page.getByText('seen:live')).toBeVisible();
});
