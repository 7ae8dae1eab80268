import { describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';

import ByteBar from './byte-bar.svelte';

interface Shares {
  readonly exclusive: number;
  readonly shared: number;
  readonly max: number;
}

/** Widths of solid and light part, as shares of the whole bar. */
async function drawn({ exclusive, shared, max }: Shares): Promise<number[]> {
  const { container } = await render(ByteBar, { exclusive, shared, max, hue: 200, pattern: 2, label: 'bar' });
  container.style.width = '400px';
  const bar = container.querySelector('.byte-bar');
  return [...(bar?.children ?? [])].map((part) => part.getBoundingClientRect().width / 400);
}

describe('ByteBar', () => {
  it('is as long as the bytes are many, beside the largest', async () => {
    const [solid = 0, light = 0] = await drawn({ exclusive: 100, shared: 100, max: 400 });
    expect(solid).toBeCloseTo(0.25, 1);
    expect(light).toBeCloseTo(0.25, 1);
  });

  it('shows the smallest amount as something, and nothing as nothing', async () => {
    const [solid = 0] = await drawn({ exclusive: 1, shared: 0, max: 1e12 });
    expect(solid * 400).toBeGreaterThanOrEqual(2);
    expect(await drawn({ exclusive: 0, shared: 0, max: 100 })).toEqual([]);
  });

  it('stays inside when the sum is more than the whole', async () => {
    const widths = await drawn({ exclusive: 300, shared: 300, max: 400 });
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(1.01);
  });

  it('tells its family by pattern too, and reads its numbers aloud', async () => {
    await drawn({ exclusive: 1, shared: 1, max: 2 });
    await expect.element(page.getByRole('img', { name: 'bar' })).toBeInTheDocument();
    expect(document.querySelector('.family-fill')?.getAttribute('data-pattern')).toBe('2');
  });
});
