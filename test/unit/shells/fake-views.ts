import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { policyOf } from '#main/domain/cleanup/policy.ts';
import type { EngineContainer } from '#main/domain/image/engine-snapshot.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import { toContainerId, toImageId } from '#main/domain/image/hashes.ts';
import type { EngineView, ImageRow } from '#main/contract/views/engine-view.ts';
import type { JobView } from '#main/contract/views/job-view.ts';
import type { JournalItemView, JournalRunView } from '#main/contract/views/journal-view.ts';

/** Where the fake core's engine answers. */
export const endpoint = 'unix:///run/test.sock';

/** A 64-digit image ID that begins with these digits. */
export function imageId(digits: string): ImageId {
  return toImageId(`sha256:${digits.padEnd(64, '0')}`);
}

/** A row of an image without a name. */
export function imageRow(id: ImageId, changes: Partial<ImageRow> = {}): ImageRow {
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
    parkedAtMs: null,
    pin: null,
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
    policy: policyOf({ kind: 'dangling' }),
    containers: [],
    remove: [
      {
        id: imageId('aaaa2'),
        effect: 'remove',
        references: [],
        platforms: [],
        reasons: ['dangling'],
        recovery: { kind: 'local-only', pullFrom: [], builtBy: null },
        frees: { exact: 1_000_000 },
      },
    ],
    keep: [{ id: imageId('aaaa1'), reasons: ['tagged'], containers: [], pin: null }],
    frees: {
      total: { exact: 1_000_000 },
      layers: { exact: 1_000_000 },
      content: { exact: 0 },
      doubts: [],
    },
    freesWhenEmptied: { exact: 0 },
    affected: [],
    notes: [],
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
    current: [],
    movedBytes: null,
    recent: [],
    result: {
      runId: 'job-1',
      results: [{ id: imageId('aaaa2'), outcome: 'removed' }],
      promised: { exact: 1_000_000 },
      measuredBytes: 1_000_000,
    },
    error: null,
    ...changes,
  };
}

/** An item of a past run: an image that went for good and has a registry. */
export function journalItem(changes: Partial<JournalItemView> = {}): JournalItemView {
  return {
    imageId: imageId('aaaa1'),
    reference: 'app:1',
    effect: 'remove',
    references: ['app:1'],
    digests: [],
    reasons: ['unused'],
    recoverable: 're-pullable',
    pullFrom: ['app@sha256:1'],
    archive: null,
    promisedBytes: 1_000_000,
    promisedExactly: true,
    measuredBytes: 'unknown',
    difference: null,
    outcome: 'removed',
    errorDetail: '',
    finishedAtMs: 2,
    ...changes,
  };
}

/** A past run. */
export function journalRun(runId: string, changes: Partial<JournalRunView> = {}): JournalRunView {
  return {
    runId,
    engine: 'ENGINE',
    endpoint,
    kind: 'clean-up',
    trigger: 'script',
    policyName: 'weekly',
    state: 'succeeded',
    follows: null,
    startedAtMs: Date.UTC(2026, 10, 23, 22, 42),
    finishedAtMs: 2,
    promisedBytes: 1_000_000,
    promisedExactly: true,
    measuredBytes: 1_000_000,
    undoable: 0,
    resumable: 0,
    items: [journalItem()],
    ...changes,
  };
}
