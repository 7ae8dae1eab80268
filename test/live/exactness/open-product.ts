import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { createRouterClient } from '@orpc/server';

import { compose } from '#main/compose.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import type { CoreRouter } from '#main/core/dispatch.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { scratchFolder } from '#test/support/scratch-folder.ts';

/** The whole product on one engine, as a shell gets it. */
export interface Product {
  readonly endpoint: string;
  readonly client: ReturnType<typeof createRouterClient<CoreRouter, Record<never, never>>>;
  /** Runs exactly a plan and waits for its end. */
  run(plan: CleanupPlan): Promise<JobView>;
  /** Waits for the end of a job. */
  ended(jobId: string): Promise<JobView>;
  close(): Promise<void>;
}

/** Builds it with a state file of its own. */
export function openProduct(url: string): Product {
  const directory = mkdtempSync(join(scratchFolder(), 'product-'));
  const environment = { PATH: process.env['PATH'], BALLAST_DATA_DIR: directory };
  const composed = compose({ shell: 'browser', version: '0.0.0', environment, engineUrl: url });
  const client = createRouterClient(composed.router, { context: {} });
  const ended = async (jobId: string): Promise<JobView> => {
    for await (const frame of await client.jobs.watch({})) {
      if (frame.id === jobId && frame.endedAtMs !== null) return frame;
    }
    throw new Error('the stream ended before the job did');
  };
  return {
    endpoint: url,
    client,
    ended,
    async run(plan) {
      const remove = plan.remove.map(({ id, effect, references, platforms, reasons }) => ({
        ...{ id, effect, references: [...references], platforms: [...platforms], reasons: [...reasons] },
      }));
      const containers = plan.containers.map(({ id }) => id);
      const isBin = plan.policy.kind === 'bin';
      const { jobId } = await client.cleanup.run({
        ...{ endpoint: url, fingerprint: plan.fingerprint, remove, containers, isBin },
      });
      return ended(jobId);
    },
    async close() {
      await composed.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
