import type { ImageSpec } from '#main/adapters/memory-engine/image-spec.ts';
import { openMemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import type { MemoryEngineOptions } from '#main/adapters/memory-engine/engine-options.ts';

import { describeEngineContract } from './engine-contract.ts';
import { seedCreatedAtMs, type EngineTraits, type EngineUnderTest, type SeedImage } from './engine-seed.ts';

const classic: EngineTraits = {
  store: 'classic',
  capabilities: {
    listsSharedBytes: true,
    listsManifests: false,
    countsContainers: true,
    repliesWithChains: true,
  },
  choosesPlatform: true,
  seedsParents: true,
};

const containerd: EngineTraits = {
  store: 'containerd',
  capabilities: {
    listsSharedBytes: true,
    listsManifests: true,
    countsContainers: true,
    repliesWithChains: false,
  },
  choosesPlatform: true,
  // `docker load` knows no parents there.
  seedsParents: false,
};

const old: EngineTraits = {
  store: 'classic',
  capabilities: {
    listsSharedBytes: false,
    listsManifests: false,
    countsContainers: false,
    repliesWithChains: true,
  },
  choosesPlatform: false,
  seedsParents: true,
};

describeMemory('memory, classic store', classic, {});
describeMemory('memory, containerd store', containerd, { store: 'containerd' });
describeMemory('memory, classic store with API 1.41', old, { apiVersion: '1.41' });

function describeMemory(name: string, traits: EngineTraits, options: MemoryEngineOptions): void {
  describeEngineContract(name, { traits, open: () => Promise.resolve(openSubject(traits, options)) });
}

function openSubject(traits: EngineTraits, options: MemoryEngineOptions): EngineUnderTest {
  const engine = openMemoryEngine(undefined, options);
  return {
    engine,
    seed: (images, containers = []) => {
      const specs = images.map((image) => toSpec(image, traits));
      engine.otherClient.loadImages({ images: specs, containers: [], buildCache: [] });
      for (const { name, image } of containers)
        engine.otherClient.runContainer(name, { image, state: 'created' });
      return Promise.resolve();
    },
    outage: {
      stop: () => Promise.resolve(engine.stop()),
      start: () => Promise.resolve(engine.start()),
    },
    cleanup: () => engine.close(),
  };
}

function toSpec(image: SeedImage, traits: EngineTraits): ImageSpec {
  return {
    key: image.tags[0],
    tags: image.tags,
    origin: 'loaded',
    parentKey: traits.seedsParents ? (image.parent ?? null) : null,
    platform: 'linux/amd64',
    steps: image.steps.map(({ createdBy, layer = null }) => ({
      createdBy,
      layer,
      comment: '',
      createdAtMs: null,
    })),
    otherPlatforms: [],
    hasAttestation: false,
    createdAtMs: seedCreatedAtMs,
    config: image.config ?? {},
    author: '',
  };
}
