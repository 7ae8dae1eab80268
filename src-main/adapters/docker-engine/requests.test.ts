import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { json, ping, raw, startScriptedEngine } from '#test/support/scripted-engine.ts';
import type { ScriptedEngine } from '#test/support/scripted-engine.ts';

import { toContainerId, toImageId } from '../../domain/image/hashes.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { openDockerEngine } from './open-docker-engine.ts';

let scripted: ScriptedEngine;
let engine: Engine;
const id = toImageId(`sha256:${'a'.repeat(64)}`);
const otherId = `sha256:${'b'.repeat(64)}`;
const info = {
  ...{ ID: 'one', Name: 'host', DockerRootDir: '/data' },
  ...{ ServerVersion: '28', Driver: 'overlay2', OSType: 'linux', Architecture: 'x86_64' },
};
const containerd = {
  ...info,
  Driver: 'overlayfs',
  DriverStatus: [['driver-type', 'io.containerd.snapshotter.v1']],
};
const detail = { Id: id, RootFS: { Layers: [otherId] }, Size: 7, Os: 'linux', Architecture: 'amd64' };

beforeEach(async () => {
  scripted = await startScriptedEngine();
  scripted.on(/\/info$/, json(info));
  scripted.on(/\/images\/[^/]+\/json/, json(detail));
  engine = openDockerEngine(scripted.url);
});

afterEach(async () => {
  await engine.close();
  await scripted.stop();
});

/** The requests but for the ping, decoded, without the order of a query's parts. */
function sent(): readonly string[] {
  return scripted.requests
    .filter((request) => !request.endsWith('/_ping'))
    .map((request) => {
      const [path = '', query = ''] = decodeURIComponent(request).split('?');
      return query === '' ? path : `${path}?${query.split('&').sort().join('&')}`;
    });
}

describe('the list asks for what the engine knows', () => {
  test.each([
    ['1.41', 'Docker/20.10.24 (linux)', 'all=1'],
    ['1.42', 'Docker/23.0.0 (linux)', 'all=1&shared-size=1'],
    ['1.47', 'Docker/27.3.0 (linux)', 'all=1&manifests=1&shared-size=1'],
    ['1.51', 'Docker/28.5.2 (linux)', 'all=1&manifests=1&shared-size=1'],
    ['1.44', 'Libpod/5.8.6 (linux)', 'all=1'],
  ])('%s %s: %s', async (api, server, query) => {
    scripted.on(/_ping/, ping(api, server));
    scripted.on(/images\/json/, json([{ Id: id, Created: 1, Size: 2, SharedSize: 0 }]));
    const { images } = await engine.listImages();
    expect(sent()).toEqual([`GET /v${api}/images/json?${query}`]);
    expect(images[0]?.sharedBytes).toBe(query.includes('shared-size') ? 0 : 'unknown');
  });
});

describe('disk usage', () => {
  test.each([
    ['1.41', '', ''],
    ['1.42', '?type=build-cache&type=image', '?type=build-cache'],
  ])('%s', async (api, all, cacheOnly) => {
    scripted.on(/_ping/, ping(api));
    scripted.on(/system\/df/, json({ LayersSize: 1 }));
    await engine.totals();
    await engine.buildCache();
    expect(sent()).toEqual([`GET /v${api}/system/df${all}`, `GET /v${api}/system/df${cacheOnly}`]);
  });
});

describe('changes', () => {
  test('tag: the colon of a port is no tag', async () => {
    scripted.on(/POST/, json(null, 201));
    await engine.tagImage(id, 'box:5000/lab/app:2');
    expect(sent()).toEqual([`POST /v1.51/images/${id}/tag?repo=box:5000/lab/app&tag=2`]);
    expect(scripted.heads.at(-1)).not.toMatch(/content-length: [1-9]|content-type/i);
  });

  test.each(['lab/app', 'box:5000/lab/app', 'lab/app@sha256:aa', ':1', ''])(
    '%j is no target',
    async (target) => {
      await expect(engine.tagImage(id, target)).rejects.toMatchObject({ code: 'reference.invalid' });
      expect(sent()).toEqual([]);
    },
  );

  test('a removal never forces and never prunes', async () => {
    scripted.on(/DELETE/, json([{ Untagged: 'lab/app:1' }, { Deleted: id }, { Deleted: otherId }]));
    const reply = { untagged: ['lab/app:1'], removedImages: [id], removedChains: [otherId] };
    expect(await engine.untagImage('lab/app:1')).toEqual(reply);
    expect(await engine.removeImage(id)).toEqual(reply);
    expect(sent().filter((request) => request.startsWith('DELETE'))).toEqual([
      'DELETE /v1.51/images/lab/app:1?noprune=1',
      `DELETE /v1.51/images/${id}?noprune=1`,
    ]);
  });

  test('the containerd store names no chains', async () => {
    scripted.on(/\/info$/, json(containerd));
    scripted.on(/DELETE/, json([{ Deleted: id }]));
    expect(await engine.removeImage(id)).toEqual({ untagged: [], removedImages: [id], removedChains: [] });
  });

  test('an answer without the image is checked: it is gone', async () => {
    scripted.on(/_ping/, ping('1.44', 'Libpod/5.8.6 (linux)'));
    scripted.on(/DELETE/, json([{ Untagged: 'lab/base:1' }]));
    scripted.on(/GET .*\/json$/, json({ message: 'no such image' }, 404));
    expect(await engine.removeImage(id)).toMatchObject({ untagged: ['lab/base:1'], removedImages: [id] });
  });

  test('an answer without the image is checked: it is still there → engine.conflict', async () => {
    scripted.on(/DELETE/, json([{ Untagged: 'lab/base:1' }]));
    await expect(engine.removeImage(id)).rejects.toMatchObject({
      code: 'engine.conflict',
      detail: 'the engine kept the image; it answered: untagged lab/base:1',
    });
  });
});

describe('a container', () => {
  test('goes without force and without its volumes', async () => {
    scripted.on(/DELETE/, raw('', 204));
    await engine.removeContainer(toContainerId('c1'));
    expect(sent()).toEqual(['DELETE /v1.51/containers/c1?force=0&v=0']);
  });
});

describe('build cache', () => {
  const records = [
    { ID: 'aaa', Type: 'regular' },
    { ID: 'bbb', Type: 'regular', ' Parents': ['aaa'] },
    { ID: 'ccc', Type: 'regular', Parent: 'bbb' },
    { ID: 'ddd', Type: 'source.local' },
  ];
  const pruned = (id: string): string => `POST /v1.51/build/prune?all=1&filters={"id":["^${id}$"]}`;

  beforeEach(() => {
    scripted.on(/system\/df/, json({ BuildCache: records }));
    scripted.on(/build\/prune/, (socket, path) => {
      const id = /\^(\w+)\$/.exec(decodeURIComponent(path))?.[1];
      json({ CachesDeleted: [id], SpaceReclaimed: 7 })(socket, path);
    });
  });

  test('goes record by record, children first, each by its whole ID', async () => {
    const reply = await engine.removeBuildCache(['aaa', 'ddd', 'bbb', 'ccc']);
    expect(reply).toEqual({ removed: ['ccc', 'ddd', 'bbb', 'aaa'], reportedBytes: 28 });
    expect(sent()).toEqual([
      'GET /v1.51/system/df?type=build-cache',
      ...['ccc', 'ddd', 'bbb', 'aaa'].map(pruned),
    ]);
  });

  test('what is no record is not sent: it might be a pattern', async () => {
    expect(await engine.removeBuildCache(['a', '.*', 'aaa|bbb', ''])).toEqual({
      removed: [],
      reportedBytes: 0,
    });
    expect(sent()).toEqual(['GET /v1.51/system/df?type=build-cache']);
  });

  test('an engine that removes another record is asked for no more', async () => {
    scripted.on(/build\/prune/, json({ CachesDeleted: ['ddd', 'aaa'], SpaceReclaimed: 1 }));
    await expect(engine.removeBuildCache(['ddd', 'ccc'])).rejects.toMatchObject({
      code: 'engine.bad-answer',
    });
    expect(sent().filter((request) => request.includes('prune'))).toHaveLength(1);
  });

  test('a record that is left is not named', async () => {
    scripted.on(/build\/prune/, json({ CachesDeleted: null, SpaceReclaimed: 0 }));
    expect(await engine.removeBuildCache(['aaa'])).toEqual({ removed: [], reportedBytes: 0 });
  });

  test('Podman has none → engine.unsupported, nothing is sent', async () => {
    scripted.on(/_ping/, ping('1.44', 'Libpod/5.8.6 (linux)'));
    await expect(engine.removeBuildCache(['aaa'])).rejects.toMatchObject({ code: 'engine.unsupported' });
    expect(sent()).toEqual([]);
  });
});

describe('a platform', () => {
  test('is not removed: nothing is sent', async () => {
    scripted.on(/\/info$/, json(containerd));
    await expect(engine.removePlatforms(id, ['linux/arm64'])).rejects.toMatchObject({
      code: 'engine.unsupported',
    });
    expect(sent()).toEqual([]);
  });

  test('is asked for as JSON; the image keeps its own ID', async () => {
    scripted.on(/\/images\/[^/]+\/json/, json({ ...detail, Id: otherId }));
    const chosen = await engine.inspectImage(id, { platform: 'linux/arm/v7' });
    expect(sent()).toContain(
      `GET /v1.51/images/${id}/json?platform={"os":"linux","architecture":"arm","variant":"v7"}`,
    );
    expect(chosen.id).toBe(id);
  });

  test('of an image that is named is found with a second question', async () => {
    scripted.on(/platform=/, json({ ...detail, Id: otherId }));
    expect((await engine.inspectImage('app:1', { platform: 'linux/arm64' })).id).toBe(id);
  });

  test.each([
    ['1.47', 'Docker/27', 'history'],
    ['1.48', 'Docker/28', 'inspect'],
    ['1.51', 'Libpod/9', 'inspect'],
  ])(
    'an engine of %s %s cannot choose one for %s → engine.unsupported, nothing is sent',
    async (api, server, call) => {
      scripted.on(/_ping/, ping(api, server));
      const choice = { platform: 'linux/arm64' };
      const asked = call === 'inspect' ? engine.inspectImage(id, choice) : engine.imageHistory(id, choice);
      await expect(asked).rejects.toMatchObject({ code: 'engine.unsupported' });
      expect(sent()).toEqual([]);
    },
  );
});

describe('what inspect’s Size means depends on the store', () => {
  test.each([
    ['classic', info, 'Docker/28', 7],
    ['containerd', containerd, 'Docker/28', 'unknown'],
    ['Podman', info, 'Libpod/5', 'unknown'],
  ])('%s', async (_name, self, server, bytes) => {
    scripted.on(/_ping/, ping('1.51', server));
    scripted.on(/\/info$/, json(self));
    expect((await engine.inspectImage(id)).stack.unpackedBytes).toBe(bytes);
    await engine.inspectImage(id);
    expect(sent().filter((request) => request.endsWith('/info'))).toHaveLength(1);
  });
});

describe('what it is', () => {
  test.each([
    ['1.41', 'Docker/20', info, [false, false, false, true]],
    ['1.51', 'Docker/28', info, [true, false, true, true]],
    ['1.51', 'Docker/28', containerd, [true, true, true, false]],
    ['1.46', 'Docker/26', containerd, [true, false, false, false]],
    ['1.44', 'Libpod/5', info, [false, false, false, false]],
  ])('%s %s', async (api, server, self, can) => {
    scripted.on(/_ping/, ping(api, server));
    scripted.on(/\/info$/, json(self));
    const { capabilities, apiVersion, product, dataRoot } = await engine.describe();
    expect(dataRoot).toBe('/data');
    expect(capabilities.removesPlatforms).toBe(false);
    const { listsSharedBytes, listsManifests, countsContainers, repliesWithChains } = capabilities;
    expect([listsSharedBytes, listsManifests, countsContainers, repliesWithChains]).toEqual(can);
    expect({ apiVersion, product }).toEqual({
      apiVersion: api,
      product: server.startsWith('Libpod') ? 'Podman Engine' : 'Docker Engine',
    });
  });

  test('Podman’s ID is a new one in every answer, so it is known by its place', async () => {
    scripted.on(/_ping/, ping('1.44', 'Libpod/5.8.6 (linux)'));
    const { id: first } = await engine.describe();
    scripted.on(/\/info$/, json({ ...info, ID: 'two' }));
    expect((await engine.describe()).id).toBe(first);
    expect(first).toBe(`host:/data at ${scripted.url}`);
  });
});
