import { implement } from '@orpc/server';

import type { CleanupPlan, CleanupPolicy } from '#main/domain/cleanup/cleanup-plan.ts';
import { AppError } from '#main/domain/app-error.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { EngineContainer } from '#main/domain/image/engine-snapshot.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { toContainerId, toImageId } from '#main/domain/image/hashes.ts';
import { contract } from '#main/contract/contract.ts';
import type { EngineList } from '#main/contract/operations/engines.ts';
import type { EngineFrame, EngineView, ImageRow } from '#main/contract/views/engine-view.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import type { LayerRow } from '#main/contract/views/layers-view.ts';
import type { BallastRouter, Compose, ComposeOptions } from '#main/shells/composition.ts';

export const endpoint = 'unix:///run/test.sock';

/** What the fake core answers; a test changes what it is about. */
export interface FakeCore {
  list: EngineList;
  frames: EngineFrame[];
  layers: LayerRow[];
  plan: (policy: CleanupPolicy) => CleanupPlan;
  /** Jobs as they change, after `cleanup.run` was called. */
  jobs: JobView[];
  runError: AppErrorData | null;
  tagError: AppErrorData | null;
  /** Inputs of every call that would change something or cost something, in order. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  readonly composedWith: ComposeOptions[];
  closed: number;
}

/** A 64-digit image ID that begins with these digits. */
export function imageId(digits: string): ImageId {
  return toImageId(`sha256:${digits.padEnd(64, '0')}`);
}

function imageRow(id: ImageId, changes: Partial<ImageRow> = {}): ImageRow {
  return {
    id,
    tags: [],
    digests: [],
    parentId: null,
    dangling: false,
    intermediate: false,
    createdAtMs: Date.UTC(2026, 10, 23),
    bytes: 3_000_000,
    sharedBytes: 2_000_000,
    exclusiveBytes: 1_000_000,
    engineSharedBytes: 2_000_000,
    contentBytes: 0,
    containers: [],
    platforms: ['linux/amd64'],
    labels: {},
    recoverable: 'local-only',
    family: { key: '', label: '', hue: 0, pattern: 0 },
    lastUsedAtMs: null,
    formerReferences: [],
    layerCount: 2,
    ...changes,
  };
}

export function engineView(changes: Partial<EngineView> = {}): EngineView {
  return {
    engine: {
      endpoint,
      label: 'test',
      id: 'ENGINE',
      product: 'Docker Engine',
      version: '28.5.1',
      apiVersion: '1.51',
      store: 'classic',
      driver: 'overlay2',
      platform: 'linux/amd64',
      isDemo: false,
    },
    takenAtMs: 0,
    images: [
      imageRow(imageId('aaaa1'), { tags: ['app:1', 'app:latest'] }),
      imageRow(imageId('aaaa2'), {
        dangling: true,
        sharedBytes: 'unknown',
        exclusiveBytes: 'unknown',
        engineSharedBytes: 'unknown',
      }),
      imageRow(imageId('bbbb'), {
        tags: ['registry.example:5000/team/app:2'],
        digests: [`registry.example:5000/team/app@sha256:${'d'.repeat(64)}`],
        containers: [{ id: 'c1', name: 'web', state: 'exited', composeProject: null }],
      }),
    ],
    sums: {
      imageCount: 3,
      layerCount: 4,
      layerBytes: 5_000_000,
      contentBytes: 0,
      sharedBytes: 2_000_000,
      isComplete: true,
    },
    reclaim: {
      store: 'classic',
      edgeParents: [],
      edgeBytes: [],
      images: [],
      doubts: [],
      buildCacheSharedBytes: 0,
      unseenStacks: 0,
    },
    usageKnownSinceMs: null,
    skipped: [],
    ...changes,
  };
}

export function cleanupPlan(changes: Partial<CleanupPlan> = {}): CleanupPlan {
  return {
    fingerprint: 'f'.repeat(64),
    engineId: 'ENGINE',
    policy: { kind: 'dangling' },
    remove: [
      {
        id: imageId('aaaa2'),
        effect: 'remove',
        references: [],
        reasons: ['dangling'],
        recoverable: 'local-only',
      },
    ],
    keep: [{ id: imageId('aaaa1'), reasons: ['tagged'], containers: [] }],
    frees: {
      total: { exact: 1_000_000 },
      layers: { exact: 1_000_000 },
      content: { exact: 0 },
      doubts: [],
    },
    ...changes,
  };
}

/** A container that holds an image. */
export function engineContainer(name: string): EngineContainer {
  return {
    id: toContainerId('c1'),
    name,
    state: 'running',
    imageId: imageId('bbbb'),
    imageReference: '',
    composeProject: null,
    mountedImages: [],
  };
}

export function jobView(changes: Partial<JobView> = {}): JobView {
  return {
    id: 'job-1',
    kind: 'clean-up',
    endpoint,
    state: 'succeeded',
    startedAtMs: 0,
    endedAtMs: 1,
    done: 1,
    total: 1,
    step: 'done',
    current: '',
    result: {
      results: [{ id: imageId('aaaa2'), outcome: 'removed' }],
      promised: { exact: 1_000_000 },
      measuredBytes: 1_000_000,
    },
    error: null,
    ...changes,
  };
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
  const record = (name: string, input: unknown): void => void core.calls.push({ name, input });
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
    cleanup: {
      plan: os.cleanup.plan.handler(({ input }) => {
        record('plan', input.policy);
        return core.plan(input.policy);
      }),
      run: os.cleanup.run.handler(({ input, errors }) => {
        if (core.runError !== null) throw errors.APP_ERROR({ data: core.runError });
        record('run', input);
        return { jobId: 'job-1' };
      }),
    },
    jobs: {
      watch: os.jobs.watch.handler(async function* () {
        yield* core.jobs;
        await Promise.resolve();
      }),
      cancel: os.jobs.cancel.handler(({ input }) => {
        record('cancel', input);
        return input;
      }),
      journal: os.jobs.journal.handler(() => []),
    },
    settings: {
      read: os.settings.read.handler(() => settings),
      write: os.settings.write.handler(() => settings),
      about: os.settings.about.handler(() => ({
        version: '0.0.0',
        dataDirectory: '',
        startedFreshBecause: null,
        shell: 'browser' as const,
      })),
    },
  });
}
