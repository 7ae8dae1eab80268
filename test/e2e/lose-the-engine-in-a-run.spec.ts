import { loadImages } from '#test/live/images/load-images.ts';
import type { EngineHttp } from '#test/live/engines/engine-http.ts';
import { expect, expectAccessible, goTo, idOf, runPlan, test } from './support/ballast.ts';

const count = 120;
const label = 'e2e-left-over';

test('an engine lost in the middle of a run leaves a run that can go on', async ({ page, machine }) => {
  await loadImages(
    machine.engine.socketPath,
    Array.from({ length: count }, (_, index) => ({
      label: `${label} ${index}`,
      tags: [`left/over:${index}`],
      steps: [{ createdBy: 'COPY', layer: { kind: 'files', seed: index + 1, bytes: 20_000 } as const }],
    })),
  );
  await machine.open(page);
  await goTo(page, 'Clean-up');
  await page.getByRole('button', { name: /^Unused images/ }).click();
  await expect(page.getByRole('button', { name: /^Remove \d+ images$/ })).toBeEnabled();
  await runPlan(page);
  const all = await leftOver(machine.http);
  while ((await leftOver(machine.http)) > all - 5) await new Promise((resolve) => setTimeout(resolve, 10));
  await machine.engine.kill();

  const goOn = page.getByRole('button', { name: 'Go on with the rest' });
  await expect(goOn).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Some images are still there' })).toBeVisible();
  await expect(page.getByText(/^Not tried \(\d+\)$/)).toBeVisible();
  await expectAccessible(page);

  await machine.engine.restart();
  expect(await leftOver(machine.http)).toBeGreaterThan(0);
  await expect(page.getByText('What you see is from', { exact: false })).toHaveCount(0, { timeout: 30_000 });
  await goOn.click();
  await expect.poll(() => leftOver(machine.http), { timeout: 30_000 }).toBe(0);
  await expect(page.getByRole('heading', { name: /freed$/ })).toBeVisible({ timeout: 30_000 });
  await expect(goOn).toHaveCount(0);
  expect(await idOf(machine.http, machine.built.inUse)).not.toBeNull();
});

async function leftOver(http: EngineHttp): Promise<number> {
  const images = await http.call<{ RepoTags: readonly string[] | null }[]>('GET', '/images/json');
  return images.filter(({ RepoTags: tags }) => tags?.some((tag) => tag.startsWith('left/over:'))).length;
}
