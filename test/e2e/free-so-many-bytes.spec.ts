import {
  bytesAsPromised,
  expect,
  expectAccessible,
  goTo,
  layersSize,
  runPlan,
  test,
  walkTo,
} from './support/ballast.ts';

test('so many bytes are asked for by keyboard, and at least as many come free', async ({ page, machine }) => {
  const before = await layersSize(machine.http);
  await machine.open(page);
  await goTo(page, 'Clean-up');
  const slider = page.getByRole('slider', { name: 'How much to free, as a slider' });
  await walkTo(page, slider);
  for (let presses = 0; presses < 6; presses++) await page.keyboard.press('PageUp');
  const wanted = bytesOf(await slider.getAttribute('aria-valuetext'));
  expect(wanted).toBeGreaterThan(0);
  const review = page
    .getByRole('region', { name: 'Free me' })
    .getByRole('button', { name: 'Review the plan' });
  await expect(review).toBeEnabled();
  await expectAccessible(page);
  await walkTo(page, review);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /^Free /, level: 1 })).toBeVisible();
  await runPlan(page);
  const freed = await bytesAsPromised(page);
  expect(before - (await layersSize(machine.http))).toBe(freed);
  expect(freed).toBeGreaterThanOrEqual(wanted);
});

const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6 };

/** `1.5 MB` as bytes. */
function bytesOf(text: string | null): number {
  const [, value, unit] = /^([\d.,]+) (\w+)$/.exec(text ?? '') ?? [];
  return Number(value?.replaceAll(',', '')) * (units[unit ?? ''] ?? Number.NaN);
}
