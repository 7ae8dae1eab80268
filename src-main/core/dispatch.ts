import type { Router } from '@orpc/server';

import type { contract } from '../contract/contract.ts';
import { automationRouter } from './automation/automation-router.ts';
import { cleanupRouter } from './cleanup/cleanup-router.ts';
import type { Core } from './core.ts';
import { enginesRouter } from './engines/engines-router.ts';
import { imagesRouter } from './images/images-router.ts';
import { jobsRouter } from './jobs/jobs-router.ts';
import { listLayers } from './layers/list-layers.ts';
import { policiesRouter } from './policies/policies-router.ts';
import { settingsRouter } from './settings/settings-router.ts';
import { os } from './wire.ts';

/** The contract with the core behind it: the same for every shell. */
export type CoreRouter = Router<typeof contract, Record<never, never>>;

/** Validates, runs, maps errors (`wire.ts`), replies. */
export function createRouter(core: Core): CoreRouter {
  return os.router({
    engines: enginesRouter(core),
    images: imagesRouter(core),
    layers: {
      list: os.layers.list.handler(async ({ input }) =>
        listLayers(await core.engines.session(input.endpoint), core.deps),
      ),
    },
    cleanup: cleanupRouter(core),
    policies: policiesRouter(core),
    automation: automationRouter(core),
    jobs: jobsRouter(core),
    settings: settingsRouter(core),
  });
}
