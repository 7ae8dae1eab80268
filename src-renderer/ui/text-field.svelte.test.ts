import { expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';

import TextField from './text-field.svelte';

it('puts the mark under the wrong characters and says what is wrong', async () => {
  await render(TextField, {
    label: 'Reference',
    value: 'team/App:1',
    problem: 'Repositories are lower-case.',
    problemRange: { at: 5, length: 1 },
  });
  const field = page.getByRole('textbox', { name: 'Reference' });
  expect(field.element().getAttribute('aria-invalid')).toBe('true');
  await expect.element(field).toHaveAccessibleDescription('Repositories are lower-case.');
  expect(document.querySelector('mark')?.textContent).toBe('A');
});

it('says its hint while nothing is wrong', async () => {
  await render(TextField, { label: 'Reference', value: 'app', hint: 'Without a tag it is latest.' });
  const field = page.getByRole('textbox', { name: 'Reference' });
  await expect.element(field).toHaveAccessibleDescription('Without a tag it is latest.');
  expect(document.querySelector('mark')).toBe(null);
});
