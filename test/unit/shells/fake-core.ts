import { implement } from '@orpc/server';

import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy } from '#main/domain/cleanup/policy.ts';
import { AppError } from '#main/domain/app-error.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import { contract } from '#main/contract/contract.ts';
import type { AboutBallast } from '#main/contract/operations/settings.ts';
import type { EngineList } from '#main/contract/operations/engines.ts';
import { parsePolicyFile, formatPolicyFile } from '#main/contract/policy-file.ts';
import type { BinView } from '#main/contract/views/cleanup-view.ts';
import type { EngineFrame } from '#main/contract/views/engine-view.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import type { JournalRunView } from '#main/contract/views/journal-view.ts';
import type { LayerRow } from '#main/contract/views/layers-view.ts';
import type { PinRow, PolicyRow } from '#main/contract/views/policy-view.ts';
import type { BallastRouter, Compose, ComposeOptions } from '#main/shells/composition.ts';

import { cleanupPlan, endpoint, engineView, jobView } from './fake-views.ts';

/** What the fake core answers; a test changes what it is about. */
export interface FakeCore {
  list: EngineList;
  frames: EngineFrame[];
  layers: LayerRow[];
  plan: (policy: CleanupPolicy) => CleanupPlan;
  /** Jobs as they change, after `cleanup.run` was called. */
  jobs: JobView[];
  runError: AppErrorData | null;
  policies: PolicyRow[];
  pins: PinRow[];
  bin: BinView;
  journal: JournalRunView[];
  startedFreshBecause: AboutBallast['startedFreshBecause'];
  unreadableRows: AboutBallast['unreadableRows'];
  tagError: AppErrorData | null;
  /** Inputs of every call that would change something or cost something, in order. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly composedWith: ComposeOptions[];
  closed: number;
}

/** A core that answers from data, behind the real contract. */
export function fakeCore(changes: Partial<FakeCore> = {}): FakeCore {
  return {
    list: {
      endpoints: [{ url: endpoint, source: 'usual-socket', label: 'test', error: null, tried: true }],
      current: endpoint,
    },
    frames: [
      { kind: 'loading', step: 'listing', done: 0, total: null },
      { kind: 'ready', view: engineView() },
    ],
    layers: [],
    plan: () => cleanupPlan(),
    jobs: [jobView()],
    runError: null,
    policies: [],
    pins: [],
    bin: { items: [], frees: { exact: 0 } },
    journal: [],
    startedFreshBecause: null,
    unreadableRows: [],
    tagError: null,
    calls: [],
    composedWith: [],
    closed: 0,
    ...changes,
  };
}

/** `compose` that gives this core. */
export function composeFake(core: FakeCore): Compose {
  return (options) => {
    core.composedWith.push(options);
    return Promise.resolve({
      router: fakeRouter(core),
      close: () => {
        core.closed += 1;
        return Promise.resolve();
      },
    });
  };
}

export function fakeRouter(core: FakeCore): BallastRouter {
  const os = implement(contract);
  const record: Recorder = (name, input) => void core.calls.push({ name, input });
  const settings = {
    theme: 'system' as const,
    language: 'system' as const,
    imageColumns: [],
    showIntermediates: false,
  };
  return os.router({
    engines: {
      list: os.engines.list.handler(() => core.list),
      select: os.engines.select.handler(() => core.list),
      add: os.engines.add.handler(() => core.list),
      watch: os.engines.watch.handler(async function* () {
        yield* core.frames;
        await Promise.resolve();
      }),
      refresh: os.engines.refresh.handler(() => ({ takenAtMs: 0 })),
      checkTotals: os.engines.checkTotals.handler(({ input }) => {
        record('checkTotals', input);
        return {
          engineLayersBytes: 5_000_000,
          layerBytes: 5_000_000,
          agrees: true,
          buildCacheBytes: 0,
          buildCacheSharedBytes: 0,
        };
      }),
    },
    images: {
      inspect: os.images.inspect.handler(() => {
        throw new AppError('bug');
      }),
      tag: os.images.tag.handler(({ input, errors }) => {
        if (core.tagError !== null) throw errors.APP_ERROR({ data: core.tagError });
        record('tag', input);
        return { reference: input.target, takenFrom: null };
      }),
      untag: os.images.untag.handler(({ input }) => {
        record('untag', input);
        return { reference: input.reference };
      }),
    },
    layers: { list: os.layers.list.handler(() => ({ layers: core.layers, takenAtMs: 0 })) },
    ...cleaningRouter(core, record),
    jobs: {
      watch: os.jobs.watch.handler(async function* () {
        yield* core.jobs;
        await Promise.resolve();
      }),
      cancel: os.jobs.cancel.handler(({ input }) => {
        record('cancel', input);
        return input;
      }),
      journal: os.jobs.journal.handler(({ input }) => core.journal.slice(0, input.limit)),
    },
    settings: {
      read: os.settings.read.handler(() => settings),
      write: os.settings.write.handler(() => settings),
      about: os.settings.about.handler(() => ({
        version: '0.0.0',
        dataDirectory: '',
        startedFreshBecause: core.startedFreshBecause,
        unreadableRows: core.unreadableRows,
        shell: 'browser' as const,
      })),
    },
  });
}

type Recorder = (name: string, input: unknown) => void;

function cleaningRouter(core: FakeCore, record: Recorder) {
  const os = implement(contract);
  const unused = (): never => {
    throw new AppError('bug', { detail: 'the command line does not ask for this' });
  };
  const started = (name: string, input: unknown): { jobId: string } => {
    record(name, input);
    return { jobId: 'job-1' };
  };
  const { automation, cleanup, policies } = os;
  return {
    cleanup: {
      suggestions: cleanup.suggestions.handler(unused),
      plan: cleanup.plan.handler(({ input }) => {
        record('plan', { ...input.policy, ...(input.park ? { park: true } : {}) });
        return core.plan(input.policy);
      }),
      run: cleanup.run.handler(({ input, errors }) => {
        if (core.runError !== null) throw errors.APP_ERROR({ data: core.runError });
        return started('run', input);
      }),
      explain: cleanup.explain.handler(unused),
      checkRecovery: cleanup.checkRecovery.handler(unused),
      days: cleanup.days.handler(unused),
      simulate: cleanup.simulate.handler(unused),
      bin: cleanup.bin.handler(() => core.bin),
      restore: cleanup.restore.handler(({ input }) => started('restore', input.ids)),
      undo: cleanup.undo.handler(({ input }) => started('undo', input.runId)),
      resume: cleanup.resume.handler(({ input }) => started('resume', input.runId)),
      dismiss: cleanup.dismiss.handler(unused),
      buildCache: cleanup.buildCache.handler(unused),
      pruneBuildCache: cleanup.pruneBuildCache.handler(unused),
    },
    policies: {
      list: policies.list.handler(() => core.policies),
      save: policies.save.handler(unused),
      remove: policies.remove.handler(({ input }) => {
        record('policies.remove', input.name);
        return core.policies;
      }),
      import: policies.import.handler(({ input }) => {
        const parsed = parsePolicyFile(input.text);
        if (!parsed.ok) return { policies: [], replaces: [], problems: parsed.problem };
        if (input.save) record('policies.import', parsed.value);
        const replaces = parsed.value
          .map(({ name }) => name)
          .filter((name) => core.policies.some((saved) => saved.name === name));
        return { policies: parsed.value.map((row) => ({ ...row, updatedAtMs: 0 })), replaces, problems: [] };
      }),
      export: policies.export.handler(({ input }) => ({
        text: formatPolicyFile(
          core.policies.filter(({ name }) => input.names.length === 0 || input.names.includes(name)),
        ),
      })),
      pins: policies.pins.handler(() => core.pins),
      pin: policies.pin.handler(({ input }) => {
        record('pin', input.pin);
        return [...core.pins, { pin: input.pin, addedAtMs: 0 }];
      }),
      unpin: policies.unpin.handler(({ input }) => {
        record('unpin', input.pin);
        return core.pins;
      }),
    },
    automation: {
      read: automation.read.handler(unused),
      write: automation.write.handler(unused),
      watch: automation.watch.handler(unused),
      cancel: automation.cancel.handler(unused),
      runNow: automation.runNow.handler(unused),
      log: automation.log.handler(unused),
    },
  };
}
