import { createHash } from 'node:crypto';

import fc from 'fast-check';

import type { PlanFacts } from '#main/domain/cleanup/plan-facts.ts';
import { emptyPast } from '#main/domain/cleanup/recorded-past.ts';
import type { EngineContainer, EngineImage, EngineSnapshot } from '#main/domain/image/engine-snapshot.ts';
import { type ImageId, toContainerId, toImageId } from '#main/domain/image/hashes.ts';
import type { ReclaimModel } from '#main/domain/ledger/reclaim-model.ts';

/** SHA-256 of a text, as the core hands it to the domain. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A readable image ID: `imageId('a')`. */
export function imageId(name: string): ImageId {
  return toImageId(`sha256:${name.padEnd(64, '0')}`);
}

/** An image of 100 bytes with the given facts; everything else is plain. */
export function makeImage(name: string, facts: Partial<Omit<EngineImage, 'id'>> = {}): EngineImage {
  return {
    id: imageId(name),
    tags: [],
    digests: [],
    parentId: null,
    createdAtMs: 0,
    bytes: 100,
    sharedBytes: 0,
    labels: {},
    manifests: [],
    stacks: [],
    ...facts,
  };
}

/** A stopped container created from an image. */
export function makeContainer(
  name: string,
  image: string,
  facts: Partial<EngineContainer> = {},
): EngineContainer {
  return {
    id: toContainerId(name),
    name,
    state: 'exited',
    imageId: imageId(image),
    imageReference: '',
    composeProject: null,
    mountedImages: [],
    ...facts,
  };
}

/** A snapshot of these images, on the classic store unless told otherwise. */
export function makeSnapshot(
  images: readonly EngineImage[],
  rest: Partial<EngineSnapshot> = {},
): EngineSnapshot {
  return {
    engineId: 'engine',
    store: 'classic',
    takenAtMs: 0,
    images: images.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    containers: [],
    buildCache: 'unknown',
    skipped: [],
    ...rest,
  };
}

/** The moment small snapshots are planned at: 2026-11-28 12:00 UTC. */
export const smallNowMs = Date.UTC(2026, 10, 28, 12);

/**
 * Facts to plan from, in which each image stands on layers of its own: what goes frees exactly its bytes. Nothing is pinned
 * or written down, and the engine removes no single platforms, unless told otherwise.
 */
export function factsOf(snapshot: EngineSnapshot, rest: Partial<PlanFacts> = {}): PlanFacts {
  const reclaim: ReclaimModel = {
    // Also for a snapshot of the containerd store: content blobs are the ledger's business, not the planner's.
    store: 'classic',
    unseenStacks: 0,
    edgeParents: snapshot.images.map(() => -1),
    edgeBytes: snapshot.images.map(({ bytes }) => bytes),
    images: snapshot.images.map(({ id }, edge) => ({ id, tops: [edge], content: [] })),
    doubts: [],
    buildCacheSharedBytes: 0,
  };
  return {
    snapshot,
    reclaim,
    nowMs: smallNowMs,
    pins: [],
    past: emptyPast,
    enginePlatform: 'linux/amd64',
    removesPlatforms: false,
    ...rest,
  };
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', '1', '2'];
const tagPool = ['app:1', 'app:2', 'app:3', 'base:1', 'host:5000/app:1', 'team/web:latest', 'db:8'];

const imageFacts = fc.record({
  tags: fc.array(fc.nat(tagPool.length - 1), { maxLength: 2 }),
  isDigested: fc.boolean(),
  // -1: none; 8 and more: an image that is gone. Circles and own parents occur.
  parent: fc.oneof({ arbitrary: fc.constant(-1), weight: 2 }, { arbitrary: fc.nat(9), weight: 3 }),
  bytes: fc.oneof(fc.nat(1000), fc.constant('unknown' as const)),
});

const containerFacts = fc.record({
  image: fc.nat(9),
  mounted: fc.array(
    fc.constantFrom(...tagPool, 'docker.io/library/app:1', imageId('a'), 'b000', 'nothing:1'),
    {
      maxLength: 1,
    },
  ),
});

/** Small snapshots of everything that matters to a plan: tags, digests, parent chains, containers, mounts, both stores. */
export const smallSnapshots: fc.Arbitrary<EngineSnapshot> = fc
  .record({
    images: fc.array(imageFacts, { maxLength: names.length }),
    containers: fc.array(containerFacts, { maxLength: 3 }),
    store: fc.constantFrom('classic' as const, 'containerd' as const),
  })
  .map(({ images, containers, store }) => {
    const free = new Set(tagPool);
    const made = images.map(({ tags, isDigested, parent, bytes }, at) => {
      const own = tags.flatMap((tag) => (free.delete(tagPool[tag] ?? '') ? [tagPool[tag] ?? ''] : [])).sort();
      const digest = `@${imageId(names[at] ?? '')}`;
      const digests = isDigested ? ['pulled', ...own.map((tag) => tag.slice(0, tag.lastIndexOf(':')))] : [];
      const parentId = parent < 0 ? null : imageId(names[parent] ?? 'dead');
      const withDigests = [...new Set(digests)].map((name) => name + digest).sort();
      return makeImage(names[at] ?? '', { tags: own, digests: withDigests, parentId, bytes });
    });
    const holding = containers.map(({ image, mounted }, at) =>
      makeContainer(`c${at}`, names[image] ?? 'dead', { mountedImages: mounted }),
    );
    return makeSnapshot(made, { containers: holding, store });
  });
