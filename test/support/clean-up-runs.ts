import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { onTestFinished } from 'vitest';

import { openImageArchives } from '#main/adapters/image-archives/open-image-archives.ts';
import type { Population } from '#main/adapters/memory-engine/population.ts';
import { settleInterruptedRuns } from '#main/core/cleanup/settle-interrupted-runs.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { policyOf, type CleanupPolicy, type Rule } from '#main/domain/cleanup/policy.ts';
import type { ContainerId, ImageId } from '#main/domain/image/hashes.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { Machine } from '#main/ports/machine.ts';
import { endpoint, jobEnd, startTestCore, type TestCore } from './test-core.ts';

/** A core whose files, archives and name among other runs a test can tell. */
export interface CleanUpCore extends TestCore {
  readonly directory: string;
}

type StartOptions = Parameters<typeof startTestCore>[1] & { readonly machine?: Partial<Machine> };

/** Starts a core with archives of its own; everything goes at the end of the test. */
export function startCleanUp(content: Population, options: StartOptions = {}): CleanUpCore {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'ballast-runs-'));
  const machine = { self: 'this run', isAlive: () => false, diskUse: () => Promise.resolve(null) };
  const started = startTestCore(content, {
    ...options,
    directory,
    deps: {
      archives: openImageArchives(join(directory, 'archives')),
      machine: { ...machine, ...options.machine },
      ...options.deps,
    },
  });
  if (options.directory === undefined) {
    // Hooks run last first: the core has closed its file by then.
    onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  }
  return { ...started, directory };
}

/** How a plan is asked for and run, besides its policy. */
export interface RunOptions {
  readonly park?: boolean;
  readonly containers?: readonly ContainerId[];
  readonly saveFirst?: readonly ImageId[];
}

/** A policy of one rule. */
export function rule(...rules: readonly Rule[]): CleanupPolicy {
  return policyOf(...rules);
}

/** Whole images, by key or reference of the population. */
export function pick(started: Pick<TestCore, 'engine'>, ...keys: readonly string[]): CleanupPolicy {
  return { kind: 'picked', picks: keys.map((key) => ({ id: started.engine.idOf(key), references: null })) };
}

/** Asks for a plan as a window does. */
export function plan(
  { client }: Pick<TestCore, 'client'>,
  policy: CleanupPolicy,
  { park = false, containers = [] }: RunOptions = {},
): Promise<CleanupPlan> {
  return client.cleanup.plan({
    endpoint,
    policy: structuredClone(policy) as never,
    park,
    containers: [...containers],
  });
}

/** Runs a plan as a window does; answers the job's last frame. */
export async function run(started: TestCore, shown: CleanupPlan, options: RunOptions = {}): Promise<JobView> {
  const { jobId } = await started.client.cleanup.run({ endpoint, ...runInput(shown, options) });
  return jobEnd(started, jobId);
}

/** What a window sends back of a plan. */
export function runInput(shown: CleanupPlan, { saveFirst = [] }: RunOptions = {}) {
  return {
    fingerprint: shown.fingerprint,
    remove: shown.remove.map(({ id, effect, references, platforms, reasons }) => ({
      id,
      effect,
      references: [...references],
      platforms: [...platforms],
      reasons: [...reasons],
    })),
    containers: shown.containers.map(({ id }) => id),
    isBin: shown.policy.kind === 'bin',
    saveFirst: [...saveFirst],
    policyName: '',
  };
}

/** Plans and runs. */
export async function planAndRun(started: TestCore, policy: CleanupPolicy, options: RunOptions = {}) {
  const made = await plan(started, policy, options);
  return { plan: made, end: await run(started, made, options) };
}

/** Undoes a run. */
export async function undo(started: TestCore, runId: string): Promise<JobView> {
  const { jobId } = await started.client.cleanup.undo({ endpoint, runId });
  return jobEnd(started, jobId);
}

/** Goes on with a run. */
export async function resume(started: TestCore, runId: string): Promise<JobView> {
  const { jobId } = await started.client.cleanup.resume({ endpoint, runId });
  return jobEnd(started, jobId);
}

/** Settles what was broken off, as the first reading of an engine does. */
export async function settle({ core }: TestCore): Promise<void> {
  await settleInterruptedRuns({ session: await core.engines.session(endpoint), deps: core.deps });
}

/** Every reference of an engine and what it names. */
export async function namesOf(engine: Pick<Engine, 'listImages'>): Promise<ReadonlyMap<string, ImageId>> {
  const { images } = await engine.listImages();
  return new Map(images.flatMap(({ id, tags }) => tags.map((tag) => [tag, id] as const)));
}

/** Every image of an engine. */
export async function idsOf(engine: Pick<Engine, 'listImages'>): Promise<ReadonlySet<ImageId>> {
  return new Set((await engine.listImages()).images.map(({ id }) => id));
}
