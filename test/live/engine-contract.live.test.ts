import { afterAll, beforeAll } from 'vitest';

import { openDockerEngine } from '#main/adapters/docker-engine/open-docker-engine.ts';
import { toContainerId } from '#main/domain/image/hashes.ts';
import { describeEngineContract } from '#test/contract/engine-contract.ts';
import type { EngineTraits, RegistryProbe } from '#test/contract/engine-seed.ts';

import { engineUnderTest } from './engine-under-test.ts';
import { engineHttp, type EngineHttp } from './engines/engine-http.ts';
import type { EngineKind } from './engines/engine-kind.ts';
import { startEngine, type TestEngine } from './engines/start-engine.ts';
import { buildWithBuildkit } from './images/build-with-buildkit.ts';
import { publishImage } from './registry/publish-image.ts';
import { startRegistry, type TestRegistry } from './registry/start-registry.ts';
import { emptyEngine, runSleeper, seedEngine, seedParts } from './seed-engine.ts';

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

const traits: Readonly<Record<EngineKind, EngineTraits>> = {
  'docker-28-classic': classic,
  'docker-28-containerd': {
    ...classic,
    store: 'containerd',
    capabilities: { ...classic.capabilities, listsManifests: true, repliesWithChains: false },
    seedsParents: false,
  },
  'docker-20': {
    ...classic,
    capabilities: { ...classic.capabilities, listsSharedBytes: false, countsContainers: false },
    choosesPlatform: false,
  },
};

const kind = engineUnderTest();
let server: TestEngine;
let registry: TestRegistry;

beforeAll(async () => {
  registry = await startRegistry();
  server = await startEngine(kind);
  console.log(`engine ${kind} is ${server.version}`);
});

afterAll(async () => {
  await server?.stop();
  await registry?.remove();
});

describeEngineContract(kind, {
  traits: traits[kind],
  open: () => {
    const engine = openDockerEngine(server.url);
    const http = engineHttp(server.socketPath);
    let isGone = false;
    return Promise.resolve({
      engine,
      seed: (images, containers = []) => seedEngine(http, images, containers),
      runContainer: async (name) => toContainerId(await runSleeper(http, name)),
      registry: registryProbe(),
      buildCache: { fill: () => fillBuildCache(http) },
      outage: {
        stop: async () => {
          isGone = true;
          await server.kill();
        },
        start: async () => {
          await server.restart();
          isGone = false;
        },
      },
      cleanup: async () => {
        await engine.close();
        if (isGone) await server.restart();
        await registry.start();
        await emptyEngine(http);
      },
    });
  },
});

function registryProbe(): RegistryProbe {
  const { host } = registry;
  return {
    host,
    start: () => registry.start(),
    stop: () => registry.stop(),
    publish: async (image) => {
      const names = image.tags.map((tag) => /^([^/]+)\/(.+):([^:]+)$/.exec(tag) ?? []);
      const [, , repository = ''] = names[0] ?? [];
      const tags = names.map(([, , , tag = '']) => tag);
      return publishImage(host, { repository, tags, ...(await seedParts(image)) });
    },
  };
}

/** Three steps on each other, and what BuildKit keeps of the context; the image itself goes. */
async function fillBuildCache(http: EngineHttp): Promise<void> {
  const files = { first: 'a'.repeat(10_000), second: 'b'.repeat(20_000), third: 'c'.repeat(30_000) };
  await buildWithBuildkit(server.url, 'contract/built:1', files);
  await http.call('DELETE', '/images/contract/built:1');
}
