import { expect, vi } from 'vitest';

import { copy, run } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import type { Automation } from '#main/contract/operations/automation.ts';
import type { AnnouncementView } from '#main/contract/views/automation-view.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';
import { startControlledCore, type ControlledCore } from './controlled-core.ts';
import { endpoint } from './test-core.ts';

/** Two builds on one base; one build and the base are in use. */
export const team = () =>
  population()
    .base('debian:12', { layers: [100_000_000] })
    .image('app:1', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v1', 1_000)] })
    .image('app:2', { from: 'debian:12', steps: [run('apt', 20_000_000), copy('v2', 2_000)] })
    .container('web', { image: 'app:2' })
    .container('shell', { image: 'debian:12', state: 'exited' });

/** How it is before anybody switched it on. */
export const off: Automation = {
  isOn: false,
  policyName: null,
  imagesLargerThanBytes: null,
  diskFullerThanPercent: null,
  everyHours: null,
  action: 'notify',
  park: false,
  emptyBinAfterDays: null,
};
/** On a busy machine everything takes its time. */
const patience = { timeout: 10_000 };

/** A core whose automatic clean-up is watched. */
export interface AutomatedCore extends ControlledCore {
  /** What is announced now. */
  announced(): readonly AnnouncementView[];
  /** Waits until something is announced. */
  announcement(): Promise<AnnouncementView>;
  /** The log, oldest first: what happened and why. */
  log(): Promise<readonly string[]>;
  /** Waits until the log says this. */
  logged(lines: readonly string[]): Promise<void>;
  /** Every tag on the engine. */
  tags(): Promise<readonly string[]>;
}

/** A core with a policy for what is unused, and automatic clean-up as said. */
export async function startAutomated(
  automation: Automation,
  options: Parameters<typeof startControlledCore>[1] = {},
): Promise<AutomatedCore> {
  const started = watched(startControlledCore(team(), options));
  const { rules, pins, ...policy } = policyOf({ kind: 'unused' });
  await started.client.policies.save({
    name: 'tidy',
    policy: { ...policy, rules: [...rules], pins: [...pins] },
  });
  await started.client.automation.write({ endpoint, automation });
  const session = await started.core.engines.session(endpoint);
  const follows = automation.isOn && started.core.deps.shell !== 'cli';
  if (follows) await vi.waitFor(() => expect(session.isCurrent).toBe(true), patience);
  return started;
}

/** The same core, watched. */
export function watched(started: ControlledCore): AutomatedCore {
  const announced = () => started.core.automation.announced;
  const log = async () =>
    (await started.client.automation.log({ limit: 100 }))
      .toReversed()
      .map(({ event, cause }) => `${event} ${cause}`);
  return {
    ...started,
    announced,
    announcement: () =>
      vi.waitFor(() => {
        const [first] = announced();
        expect(first).toBeDefined();
        return first!;
      }, patience),
    log,
    logged: (lines) => vi.waitFor(async () => expect(await log()).toEqual(lines), patience),
    tags: async () => (await started.engine.listImages()).images.flatMap((image) => image.tags).toSorted(),
  };
}

/** Long enough for everything that was set off to happen. */
export const settle = () => new Promise((resolve) => setTimeout(resolve, 80));
