import { afterAll, beforeAll } from 'vitest';

import { openDockerEngine } from '#main/adapters/docker-engine/open-docker-engine.ts';
import { describeEngineContract } from '#test/contract/engine-contract.ts';
import type { EngineTraits } from '#test/contract/engine-seed.ts';

import { engineUnderTest } from './engine-under-test.ts';
import { engineHttp } from './engines/engine-http.ts';
import type { EngineKind } from './engines/engine-kind.ts';
import { startEngine, type TestEngine } from './engines/start-engine.ts';
import { emptyEngine, seedEngine } from './seed-engine.ts';

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

beforeAll(async () => {
  server = await startEngine(kind);
  console.log(`engine ${kind} is ${server.version}`);
});

afterAll(async () => {
  await server?.stop();
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
        await emptyEngine(http);
      },
    });
  },
});
