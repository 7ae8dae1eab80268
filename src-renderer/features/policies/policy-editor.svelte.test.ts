import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import type { Pin } from '#main/domain/cleanup/pin.ts';
import type { RulePolicy } from '#main/domain/cleanup/policy.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { PolicyDraft } from '#renderer/state/policy-draft.svelte.ts';
import { PolicyPast, PolicyPreview } from '#renderer/state/policy-preview.svelte.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import PolicyEditor from './policy-editor.svelte';

const saved: RulePolicy = {
  kind: 'rules',
  match: 'all',
  rules: [{ kind: 'unused' }, { kind: 'older-than', days: 14 }],
  pins: [],
};

let draft: PolicyDraft;
let told: string[];
const silent = { cleanup: {} } as never;
const focused = (): string | null | undefined =>
  document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent.trim();
const kinds = (): string[] => draft.rules.map(({ kind }) => kind);

beforeEach(async () => {
  await page.viewport(1100, 900);
  told = [];
  draft = new PolicyDraft({ formerName: 'Fridays', name: 'Fridays', policy: saved }, ['Fridays', 'Nightly']);
  await render(PolicyEditor, {
    draft,
    preview: new PolicyPreview(silent),
    past: new PolicyPast(silent),
    hasEngine: true,
    isSaving: false,
    error: null,
    countOf: (pin: Pin) => (pin.kind === 'reference' && pin.pattern === 'acme/*' ? 3 : 0),
    nameOf: (id: ImageId) => id,
    onsave: () => told.push(draft.trySave() ? 'saved' : 'refused'),
    onleave: () => told.push('left'),
    onopen: () => told.push('opened'),
    onask: () => told.push('asked'),
  });
});

describe('rules', () => {
  it('are added from the keyboard, with the focus in the new field', async () => {
    const add = page.getByRole('button', { name: 'Add a rule' });
    (add.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await userEvent.keyboard('n{Enter}');
    await expect.poll(kinds).toEqual(['unused', 'older-than', 'not-used-since']);
    await userEvent.keyboard('{Control>}a{/Control}7');
    expect(draft.policy?.rules[2]).toEqual({ kind: 'not-used-since', days: 7 });
  });

  it('keep the focus on the arrow that moves them', async () => {
    const up = page.getByRole('button', { name: 'Move up: Older than some days' });
    (up.element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(kinds).toEqual(['older-than', 'unused']);
    // At the top the arrow is of no use any more: the next one in its row has the focus.
    await expect.poll(focused).toBe('Move down: Older than some days');
  });

  it('hand the focus on when they are taken out', async () => {
    await page.getByRole('button', { name: 'Take out the rule: Used by no container' }).click();
    await expect.poll(kinds).toEqual(['older-than']);
    await expect.poll(focused).toBe('Add a rule');
  });

  it('say what is wrong under the field', async () => {
    const field = page.getByRole('textbox', { name: 'Days' });
    await field.fill('-1');
    await expect.element(field).toHaveAccessibleDescription('At least 0.');
    await expect.element(page.getByText('Correct the fields to see what it would remove.')).toBeVisible();
  });
});

it('is saved with Enter in the name, and says which name is taken', async () => {
  const name = page.getByRole('textbox', { name: 'Name', exact: true });
  await name.fill('Nightly');
  await userEvent.keyboard('{Enter}');
  await expect.element(name).toHaveAccessibleDescription('Another policy has this name.');
  await name.fill('Saturdays');
  await userEvent.keyboard('{Enter}');
  expect(told).toEqual(['refused', 'saved']);
});

it('asks before changes are lost, and not without changes', async () => {
  const back = page.getByRole('button', { name: 'All policies' });
  await back.click();
  expect(told).toEqual(['left']);
  await page.getByRole('radio', { name: 'Any of these' }).click();
  await back.click();
  await expect.element(page.getByRole('alertdialog', { name: 'Leave without saving?' })).toBeVisible();
  await userEvent.keyboard('{Enter}');
  expect(told).toEqual(['left']);
});

it('counts the images a pin would hold while it is typed, and keeps it on Enter', async () => {
  const field = page.getByRole('textbox', { name: 'Pattern' });
  await field.fill('acme/*');
  await expect.element(field).toHaveAccessibleDescription('holds 3 images');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => draft.pins).toEqual([{ kind: 'reference', pattern: 'acme/*' }]);
  await expect.element(page.getByRole('button', { name: 'Unpin acme/*' })).toBeVisible();
});
