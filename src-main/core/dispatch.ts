import { ORPCError, implement } from '@orpc/server';
import type { Router } from '@orpc/server';

import { contract } from '../contract/contract.ts';
import { AppError, toAppError } from '../domain/app-error.ts';
import { makePlan } from './cleanup/make-plan.ts';
import { runPlan } from './cleanup/run-plan.ts';
import type { Core } from './core.ts';
import { watchEngine } from './engines/watch-engine.ts';
import { inspectImage } from './images/inspect-image.ts';
import { tagImage } from './images/tag-image.ts';
import { untagImage } from './images/untag-image.ts';
import { checkTotals } from './layers/check-totals.ts';
import { listLayers } from './layers/list-layers.ts';
import { readSettings, writeSettings } from './settings/settings.ts';

/** The contract with the core behind it: the same for every shell. */
export type CoreRouter = Router<typeof contract, Record<never, never>>;

/** The contract, with every thrown thing on its way out turned into `APP_ERROR`. */
const os = implement(contract).use(async ({ next }) => {
  try {
    return await next();
  } catch (thrown) {
    throw toWireError(thrown);
  }
});

/**
 * Validates, runs, maps errors, replies. With the job runner the only place that catches everything: whatever is
 * thrown below leaves as `APP_ERROR` with an `AppError` as data.
 */
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
    jobs: jobsRouter(core),
    settings: settingsRouter(core),
  });
}

function enginesRouter({ engines, deps }: Core) {
  return {
    list: os.engines.list.handler(() => engines.list()),
    select: os.engines.select.handler(({ input }) => engines.select(input.endpoint)),
    add: os.engines.add.handler(({ input }) => engines.add(input.endpoint)),
    watch: os.engines.watch.handler(async ({ input, signal }) =>
      watchEngine(await engines.session(input.endpoint), deps, signal ?? new AbortController().signal),
    ),
    refresh: os.engines.refresh.handler(async ({ input }) => {
      const { snapshot } = await (await engines.session(input.endpoint)).refresh();
      return { takenAtMs: snapshot.takenAtMs };
    }),
    checkTotals: os.engines.checkTotals.handler(async ({ input }) =>
      checkTotals(await engines.session(input.endpoint)),
    ),
  };
}

function imagesRouter({ engines, deps }: Core) {
  return {
    inspect: os.images.inspect.handler(async ({ input }) =>
      inspectImage(await engines.session(input.endpoint), input.id, deps),
    ),
    tag: os.images.tag.handler(async ({ input }) => {
      const session = await engines.session(input.endpoint);
      return session.command(() => tagImage(session, input));
    }),
    untag: os.images.untag.handler(async ({ input }) => {
      const session = await engines.session(input.endpoint);
      return session.command(() => untagImage(session, input));
    }),
  };
}

function cleanupRouter({ engines, jobs, deps }: Core) {
  return {
    plan: os.cleanup.plan.handler(async ({ input }) =>
      makePlan(await engines.session(input.endpoint), input.policy, deps),
    ),
    run: os.cleanup.run.handler(async ({ input }) => {
      const session = await engines.session(input.endpoint);
      const { id } = jobs.start({ kind: 'clean-up', endpoint: input.endpoint }, (control) =>
        session.command(() => runPlan({ session, deps }, input, control)),
      );
      return { jobId: id };
    }),
  };
}

function jobsRouter({ jobs, deps }: Core) {
  return {
    watch: os.jobs.watch.handler(({ signal }) => jobs.watch(signal ?? new AbortController().signal)),
    cancel: os.jobs.cancel.handler(({ input }) => {
      jobs.cancel(input.jobId);
      return input;
    }),
    journal: os.jobs.journal.handler(({ input }) => deps.store.runs(input.limit)),
  };
}

function settingsRouter({ deps }: Core) {
  return {
    read: os.settings.read.handler(() => readSettings(deps.store)),
    write: os.settings.write.handler(({ input }) => writeSettings(deps.store, input)),
    about: os.settings.about.handler(() => ({
      version: deps.version,
      dataDirectory: deps.store.directory,
      startedFreshBecause: deps.store.startedFreshBecause,
      shell: deps.shell === 'electron' ? 'electron' : 'browser',
    })),
  };
}

function toWireError(thrown: unknown): ORPCError<string, unknown> {
  if (thrown instanceof ORPCError && thrown.code === 'BAD_REQUEST') {
    const issues = (
      thrown.data as { issues?: readonly { message: string; path?: readonly unknown[] }[] } | undefined
    )?.issues;
    const detail = issues?.map((issue) => issue.message).join('; ') ?? thrown.message;
    return wire(new AppError('usage.invalid', { detail }));
  }
  return wire(toAppError(thrown));
}

function wire(error: AppError): ORPCError<string, unknown> {
  return new ORPCError('APP_ERROR', { defined: true, message: error.code, data: error.toData() });
}
