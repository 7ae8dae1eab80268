import { beforeEach, expect, it } from 'vitest';
import { render } from 'vitest-browser-svelte';
import { page } from 'vitest/browser';

import type { SuggestionView } from '#main/contract/views/cleanup-view.ts';
import type { EngineView } from '#main/contract/views/engine-view.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';
import { toImageId } from '#main/domain/image/hashes.ts';
import type { BallastClient } from '#renderer/api/client.ts';
import type { AppContext } from '#renderer/state/app-context.ts';
import { AppState } from '#renderer/state/app-state.svelte.ts';
import { ScriptedCleanup } from '#renderer/state/cleanup-samples.ts';
import { EngineState } from '#renderer/state/engine-state.svelte.ts';
import { imageRow } from '#renderer/state/image-row-samples.ts';
import { JobsState } from '#renderer/state/jobs-state.svelte.ts';
import '#renderer/styles/tokens.css';
import '#renderer/styles/base.css';

import CleanupScreenSample from './cleanup-screen-sample.svelte';

const endpoint = 'unix:///engine';
const nothing = { 're-pullable': 0, rebuildable: 0, 'local-only': 0, unknown: 0 };
const suggestion = (key: 'dangling' | 'unused', imageCount: number): SuggestionView => ({
  key,
  name: null,
  policy: policyOf({ kind: key }),
  imageCount,
  untagCount: 0,
  frees: { exact: imageCount * 1_000_000 },
  doubts: [],
  notes: [],
  mix: { ...nothing, 'local-only': imageCount },
  families: [],
});
const view = {
  engine: { isDemo: false },
  images: ['a', 'b', 'c'].map((name) => imageRow(name, { id: toImageId(name) })),
  reclaim: {
    store: 'classic',
    edgeParents: [-1, -1, -1],
    edgeBytes: [10, 10, 10],
    images: ['a', 'b', 'c'].map((name, top) => ({ id: toImageId(name), tops: [top], content: [] })),
    doubts: [],
    buildCacheSharedBytes: 0,
    unseenStacks: 0,
  },
} as unknown as EngineView;

const job = (changes: Partial<JobView>): JobView => ({
  id: 'job-1',
  kind: 'clean-up',
  endpoint,
  state: 'running',
  startedAtMs: 0,
  endedAtMs: null,
  done: 1,
  total: 3,
  step: 'removing',
  current: ['b:1'],
  movedBytes: null,
  recent: [{ id: toImageId('a'), outcome: 'removed' }],
  result: null,
  error: null,
  ...changes,
});

let core: ScriptedCleanup;
let app: AppState;
let tellJob: (job: JobView) => void;

/** Frames as they are pushed, and an end that never comes, as the core's. */
function stream<Frame>(first: readonly Frame[], take: (push: (frame: Frame) => void) => void) {
  async function* frames() {
    yield* first;
    for (;;) yield await new Promise<Frame>((resolve) => take(resolve));
  }
  return () => Promise.resolve(frames());
}

beforeEach(async () => {
  await page.viewport(1100, 800);
  core = new ScriptedCleanup();
  core.answers = {
    suggestions: () => Promise.resolve([suggestion('dangling', 3), suggestion('unused', 0)]),
    run: () => Promise.resolve({ jobId: 'job-1' }),
    undo: () => Promise.resolve({ jobId: 'job-2' }),
    journal: () => Promise.resolve([{ runId: 'run-1', endpoint, undoable: 2, resumable: 0 }]),
  };
  const list = () => Promise.resolve({ endpoints: [], current: endpoint });
  const watchEngine = stream([{ kind: 'ready', view }], () => undefined);
  const watchJobs = stream<JobView>([], (push) => (tellJob = push));
  const scripted = core.client;
  const client = {
    cleanup: scripted.cleanup,
    engines: { list, watch: watchEngine },
    jobs: { journal: scripted.jobs.journal, watch: watchJobs },
  } as unknown as BallastClient;
  const go = (hash: string): void => app.followHash(hash);
  app = new AppState(client, { hash: '#/cleanup', languages: ['en'], prefersDark: false, go });
  const engine = new EngineState(client);
  const jobs = new JobsState(client);
  await engine.find();
  jobs.start();
  const context = { client, app, engine, jobs } as unknown as AppContext;
  await render(CleanupScreenSample, { props: { context } });
});

const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name });

it('shows a card for what can be done, and one quiet line for the rest', async () => {
  await expect
    .element(page.getByRole('button', { name: /Dangling images/ }))
    .toMatchTextContent(/3 images.*Frees exactly 3.00 MB.*3 exist only here/);
  await expect.element(page.getByText('Nothing to do for: Unused images.')).toBeVisible();
  expect(core.calls.filter(({ name }) => name === 'suggestions')).toHaveLength(1);
});

it('goes all the way: card, plan, question, run, result, undo', async () => {
  await page.getByRole('button', { name: /Dangling images/ }).click();
  await expect.element(heading('Dangling images')).toBeVisible();
  await page.getByRole('button', { name: 'Remove 3 images' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect.element(heading('Cleaning up')).toBeVisible();
  tellJob(job({}));
  await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuetext', '1 of 3');
  await expect.element(page.getByText('b:1', { exact: true })).toBeVisible();
  const results = [
    { id: toImageId('a'), outcome: 'removed', promised: { exact: 30 }, measuredBytes: 20 },
  ] as const;
  const difference = 'still-held' as const;
  tellJob(
    job({
      state: 'succeeded',
      endedAtMs: 1,
      result: {
        runId: 'run-1',
        results: [{ ...results[0], difference }],
        promised: { exact: 30 },
        measuredBytes: 20,
      },
    }),
  );
  await expect.element(heading('20 B freed')).toBeVisible();
  await expect.element(page.getByText('Something else still holds its layers.')).toBeVisible();
  await expect.element(page.getByText(/2 images can be got back/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(core.calls.at(-1)).toEqual({ name: 'undo', input: { endpoint, runId: 'run-1' } });
});

it('offers to go on where a run broke off', async () => {
  core.answers['resume'] = () => Promise.resolve({ jobId: 'job-3' });
  await page.getByRole('button', { name: /Dangling images/ }).click();
  await page.getByRole('button', { name: 'Remove 3 images' }).click();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const outcomes = ['removed', 'skipped'] as const;
  const results = outcomes.map((outcome, at) => ({ id: toImageId(['a', 'b'][at] ?? ''), outcome }));
  tellJob(
    job({
      state: 'partial',
      endedAtMs: 1,
      result: { runId: 'run-1', results, promised: { exact: 30 }, measuredBytes: 10 },
    }),
  );
  await expect.element(heading('Some images are still there')).toBeVisible();
  await page.getByRole('button', { name: 'Go on with the rest' }).click();
  expect(core.calls.at(-1)).toEqual({ name: 'resume', input: { endpoint, runId: 'run-1' } });
});

it('opens a plan that was asked for elsewhere, under its name, and comes back', async () => {
  app.openPlan(policyOf({ kind: 'unused' }), 'Fridays');
  await expect.element(heading('Fridays')).toBeVisible();
  await page.getByRole('button', { name: 'All suggestions' }).click();
  await expect.element(heading('Clean-up')).toBeVisible();
  await expect
    .element(page.getByRole('tab', { name: 'Suggestions' }))
    .toHaveAttribute('aria-selected', 'true');
});
