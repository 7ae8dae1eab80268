import { beforeEach, describe, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page, userEvent } from 'vitest/browser';

import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { ScriptedCleanup } from '#renderer/state/cleanup-samples.ts';
import { PlanState } from '#renderer/state/plan-state.svelte.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import { sampleFacts, samplePlan } from './plan-samples.ts';
import PlanView from './plan-view.svelte';

let core: ScriptedCleanup;

async function show(plan: CleanupPlan = samplePlan): Promise<PlanState> {
  await page.viewport(1100, 900);
  core = new ScriptedCleanup();
  const request = { endpoint: 'unix:///engine', policy: plan.policy, policyName: '' };
  const draft = new PlanState(core.client, request, plan);
  await render(PlanView, {
    draft,
    basis: plan,
    facts: sampleFacts,
    buildCacheSharedBytes: 5_000_000,
    host: null,
    nameOf: (id: ImageId) => `${id}:1`,
    onchecked: () => undefined,
  });
  return draft;
}

const grid = () => page.getByRole('grid', { name: 'Goes' });
const figure = () => page.getByLabelText('frees', { exact: true });
const row = (name: RegExp) => page.getByRole('row', { name });

async function press(keys: string): Promise<void> {
  (grid().element() as HTMLElement).focus();
  await userEvent.keyboard(keys);
}

describe('what a plan says', () => {
  beforeEach(() => show());

  it('how much comes free, and why that is a lower bound', async () => {
    await expect.element(figure()).toMatchTextContent(/Frees at least 1.23 GB/);
    await expect.element(page.getByText(/build cache may hold .* it shares 5 MB with images/)).toBeVisible();
  });

  it('every image under its reason, with what else speaks for it and the way back', async () => {
    await expect
      .element(row(/No tag, nothing built on it · No container uses it/))
      .toMatchTextContent(/1 image\b.*300 B/);
    await expect.element(row(/app:1/)).toMatchTextContent(/Exists only here/);
    await expect.element(row(/tool:1/)).toMatchTextContent(/Can be pulled again.*Pull tool@sha256:1/);
  });

  it('what a person should know before it runs', async () => {
    await expect.element(page.getByText(/You asked for 5 GB\./)).toBeVisible();
    await page.getByText(/1 image you keep becomes the only holder/).click();
    await expect.element(page.getByText('web:1', { exact: true }).first()).toBeVisible();
  });

  it('what stays, by which pin or container', async () => {
    await page.getByText('Stays', { exact: true }).click();
    await page.getByText('Used by a container').click();
    await expect.element(page.getByText('shop-web-1 (stopped)')).toBeVisible();
    await page.getByText('Pinned', { exact: true }).click();
    await expect.element(page.getByText('pin: kept:*')).toBeVisible();
  });

  it('the same as docker commands', async () => {
    await page.getByText('The same with docker').click();
    await expect
      .element(page.getByLabelText('Commands that do the same'))
      .toMatchTextContent(/docker image rm --no-prune app:1 docker image rm --no-prune tool:1/);
  });
});

describe('ticks', () => {
  it('change the bytes before the core has answered, and the core has the last word', async () => {
    const draft = await show();
    const release = core.hold();
    await press('{ArrowDown}{ArrowDown} ');
    expect(draft.ticked.size).toBe(2);
    await expect.element(figure()).toMatchTextContent(/Frees exactly 200 B/);
    await expect.element(row(/left/)).toMatchTextContent(/you left it out/);
    release();
    await expect.element(figure()).toMatchTextContent(/Frees exactly 20 B/);
  });

  it('leave out a whole group with the keyboard, and take it in again', async () => {
    const draft = await show();
    await press('{ArrowDown} ');
    expect([...draft.ticked]).toEqual(['app', 'tool']);
    await userEvent.keyboard(' ');
    expect(draft.ticked.size).toBe(3);
  });

  it('stay as they are while groups are folded away and rows are sorted', async () => {
    const draft = await show();
    await press('{ArrowDown}{ArrowDown} {ArrowUp}{Enter}');
    await expect.element(row(/left/)).not.toBeInTheDocument();
    await page.getByRole('button', { name: 'Image', exact: true }).click();
    expect(
      page
        .getByRole('row')
        .elements()
        .map((one) => /\b(app|tool):1/.exec(one.textContent)?.[1]),
    ).toEqual([undefined, undefined, undefined, 'app', 'tool']);
    expect([...draft.ticked]).toEqual(['app', 'tool']);
    await page.getByLabelText('Select all').click();
    expect(draft.ticked.size).toBe(3);
  });
});

describe('the way it is carried out', () => {
  it('moves to the bin: frees nothing now, and says what emptying will', async () => {
    const draft = await show();
    await page.getByLabelText('Move to the recycle bin instead of removing').click();
    expect(core.asked.at(-1)).toMatchObject({ park: true });
    await expect.element(page.getByText(/Emptying the bin later frees/)).toBeVisible();
    expect(draft.parkedIds).toHaveLength(3);
  });

  it('saves first what exists only here', async () => {
    const draft = await show();
    await page.getByLabelText(/Save 2 images to files first/).click();
    expect(draft.toRun()?.saveFirst).toEqual(['app', 'left']);
  });

  it('takes stopped containers along in a second plan, and lets go of them again', async () => {
    const draft = await show();
    await page.getByRole('button', { name: 'Also remove 1 stopped container' }).click();
    expect(core.asked.at(-1)).toMatchObject({ containers: ['shop-web-1'] });
    expect(draft.options.containers).toEqual(['shop-web-1']);
  });

  it('asks registries about what is ticked, and shows what they say', async () => {
    await show();
    const recovery = { kind: 're-pullable', pullFrom: ['app@sha256:2'], builtBy: null };
    core.answers = {
      checkRecovery: () =>
        Promise.resolve([{ id: 'app', reference: 'app:1', answer: 'same', recovery, detail: '' }]),
    };
    await page.getByRole('button', { name: 'Ask the registries' }).click();
    await expect.element(row(/app:1/)).toMatchTextContent(/the registry gives the same image/);
  });
});
