import type { ImageSpec } from '#main/adapters/memory-engine/image-spec.ts';
import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { openMemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import type { MemoryEngineOptions } from '#main/adapters/memory-engine/engine-options.ts';
import { population, type Population } from '#main/adapters/memory-engine/population.ts';

import { describeEngineContract } from './engine-contract.ts';
import { seedCreatedAtMs, type EngineTraits, type EngineUnderTest, type SeedImage } from './engine-seed.ts';

const registryHost = 'registry.test:5000';

const classic: EngineTraits = {
  store: 'classic',
  capabilities: {
    listsSharedBytes: true,
    listsManifests: false,
    countsContainers: true,
    repliesWithChains: true,
    removesPlatforms: false,
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
    removesPlatforms: false,
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
    removesPlatforms: false,
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
    runContainer: (name) => {
      const image = `memory/${name}:1`;
      const content = population().image(image, { steps: [copy(`${name} /`, 1_234)] });
      engine.otherClient.loadImages(content);
      return Promise.resolve(engine.otherClient.runContainer(name, { image }).id);
    },
    registry: {
      host: registryHost,
      publish: (image) => {
        const spec = toSpec(image, traits);
        const [digest = ''] = image.tags.map((tag) => engine.registry.serve(tag, spec));
        return Promise.resolve(digest);
      },
      stop: () => Promise.resolve(engine.registry.setState(registryHost, 'down')),
      start: () => Promise.resolve(engine.registry.setState(registryHost, 'up')),
    },
    buildCache: {
      fill: () => Promise.resolve(engine.otherClient.buildImages(builtWithCache())),
    },
    outage: {
      stop: () => Promise.resolve(engine.stop()),
      start: () => Promise.resolve(engine.start()),
    },
    cleanup: () => engine.close(),
  };
}

/** A build that leaves three records, each on the one before, and its image on the last. */
function builtWithCache(): Population {
  return population()
    .image('memory/built:1', { steps: [copy('package.json .', 900), copy('. .', 70_000)] })
    .cacheRecord('base', { bytes: 4_096, description: 'pulled from docker.io/library/node:22' })
    .cacheRecord('package', { bytes: 900, parents: ['base'], description: 'COPY package.json .' })
    .cacheRecord('everything', {
      bytes: 70_000,
      parents: ['package'],
      description: 'COPY . .',
      holdsLayersOf: 'memory/built:1',
    });
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
