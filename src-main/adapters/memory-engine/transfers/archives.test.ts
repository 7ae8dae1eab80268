import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';

import { copy, run, setting, workdir } from '../dockerfile-steps.ts';
import type { MemoryEngineOptions } from '../engine-options.ts';
import { openMemoryEngine, type MemoryEngine } from '../memory-engine.ts';
import { population, type PopulationBuilder } from '../population.ts';
import { readTar, type ArchiveFiles } from './read-tar.ts';

const ignore = (): void => undefined;

const engines: readonly (readonly [string, MemoryEngineOptions])[] = [
  ['classic', {}],
  ['classic with API 1.41', { apiVersion: '1.41' }],
  ['containerd', { store: 'containerd' }],
];

function apps(): PopulationBuilder {
  const otherPlatforms = [
    { platform: 'linux/arm64/v8', steps: [copy('arm', 6_000)], isAvailable: true },
    { platform: 'linux/s390x', steps: [], isAvailable: false },
  ];
  return population()
    .base('debian:12', { layers: [100_000_000, 20_000], otherPlatforms, createdAtMs: 1_700_000_000_000 })
    .image('acme/api:1', {
      from: 'debian:12',
      hasAttestation: true,
      steps: [workdir('/srv'), run('true', 0, ''), copy('api /', 5_000), setting('CMD ["api"]')],
      config: { command: ['api'], labels: { team: 'platform' }, exposedPorts: ['80/tcp'], user: 'api' },
      author: 'api@acme.example',
    });
}

async function save(engine: MemoryEngine, ...names: readonly string[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of engine.saveImages(names)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* once(archive: Uint8Array): AsyncGenerator<Uint8Array> {
  const pieces = Array.from({ length: Math.ceil(archive.length / 5_000) }, (_, index) => index * 5_000);
  yield* pieces.map((from) => archive.subarray(from, from + 5_000));
  await Promise.resolve();
}

async function tarOf(files: ReadonlyMap<string, Uint8Array>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const sha256 = (content: Uint8Array): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

function json(files: ArchiveFiles, name: string): unknown {
  return JSON.parse(Buffer.from(files.get(name) ?? []).toString());
}

/** Everything an engine tells of an image. */
async function factsOf(engine: MemoryEngine, reference: string) {
  const { raw, ...detail } = await engine.inspectImage(reference);
  const row = (await engine.listImages()).images.find(({ id }) => id === detail.id);
  return { raw, detail, row, history: await engine.imageHistory(reference) };
}

describe.each(engines)('an archive (%s)', (name, options) => {
  test('has content that is what it is called, down to the layers', async () => {
    const engine = openMemoryEngine(apps(), options);
    const files = await readTar(await save(engine, 'acme/api:1'));
    const blobs = [...files].filter(([path]) => path.startsWith('blobs/'));
    for (const [path, content] of blobs) expect(`blobs/${sha256(content).replace(':', '/')}`).toBe(path);
    const [item] = json(files, 'manifest.json') as { Config: string; Layers: string[]; RepoTags: string[] }[];
    const config = json(files, item?.Config ?? '') as { rootfs: { diff_ids: string[] } };
    const { id, stack } = await engine.inspectImage('acme/api:1');
    expect(config.rootfs.diff_ids).toEqual(stack.diffIds);
    const diffIds = (item?.Layers ?? []).map((path) => {
      const content = files.get(path) ?? new Uint8Array();
      return sha256(content[0] === 0x1f ? gunzipSync(content) : content);
    });
    expect(diffIds).toEqual(stack.diffIds);
    expect(item?.RepoTags).toEqual(['acme/api:1']);
    if (options.store === 'containerd') expect(files.has(`blobs/${id.replace(':', '/')}`)).toBe(true);
    else expect(sha256(files.get(item?.Config ?? '') ?? new Uint8Array())).toBe(id);
    expect(files.has('index.json')).toBe(name !== 'classic with API 1.41');
  });

  test('brings an image back just as it was', async () => {
    const engine = openMemoryEngine(apps(), options);
    const before = await factsOf(engine, 'acme/api:1');
    const archive = await save(engine, 'acme/api:1');
    await engine.untagImage('acme/api:1');
    await engine.loadImages(once(archive), ignore);
    expect(await factsOf(engine, 'acme/api:1')).toEqual(before);
  });

  test('is the same once it was loaded', async () => {
    const engine = openMemoryEngine(apps(), options);
    const archive = await save(engine, 'acme/api:1', 'debian:12');
    const other = openMemoryEngine(undefined, options);
    await other.loadImages(once(archive), ignore);
    expect(await save(other, 'acme/api:1', 'debian:12')).toEqual(archive);
  });

  test.each([100, 3_000, 9_000])('cut after %d bytes is refused, and nothing has changed', async (bytes) => {
    const engine = openMemoryEngine(apps(), options);
    const archive = await save(engine, 'acme/api:1');
    expect(archive.length).toBeGreaterThan(9_000);
    const other = openMemoryEngine(undefined, options);
    await expect(other.loadImages(once(archive.subarray(0, bytes)), ignore)).rejects.toMatchObject({
      code: 'transfer.failed',
      detail: expect.stringMatching(/./) as unknown,
    });
    expect((await other.listImages()).images).toEqual([]);
  });

  test('with any file changed is refused', async () => {
    const engine = openMemoryEngine(apps(), options);
    const files = await readTar(await save(engine, 'acme/api:1'));
    const lists = ['index.json', 'manifest.json', 'oci-layout'];
    for (const path of files.keys()) {
      if (lists.includes(path) || path.endsWith('VERSION')) continue;
      // Graph drivers read no manifest.
      const content = files.get(path) ?? new Uint8Array();
      if (options.store !== 'containerd' && Buffer.from(content).includes('"layers":[{')) continue;
      const changed = new Map(files).set(path, Buffer.concat([content, Buffer.from(' ')]));
      const loading = openMemoryEngine(undefined, options).loadImages(once(await tarOf(changed)), ignore);
      await expect(loading, path).rejects.toMatchObject({ code: 'transfer.failed' });
    }
  });

  test('of somebody else is loaded, counted by its files, and kept word for word', async () => {
    const layer = await tarOf(new Map([['etc/motd', Buffer.alloc(3_000, 'x')]]));
    const config = Buffer.from(
      JSON.stringify({
        architecture: 'amd64',
        os: 'linux',
        created: '2024-03-01T08:00:00Z',
        rootfs: { type: 'layers', diff_ids: [sha256(layer)] },
        history: [{ created: '2024-02-01T08:00:00Z', created_by: 'COPY motd /etc/' }],
      }),
    );
    const manifest = [
      { Config: `${sha256(config).slice(7)}.json`, RepoTags: ['motd:1'], Layers: ['1/layer.tar'] },
    ];
    const archive = await tarOf(
      new Map([
        ['1/layer.tar', layer],
        [`${sha256(config).slice(7)}.json`, config],
        ['manifest.json', Buffer.from(JSON.stringify(manifest))],
      ]),
    );
    const engine = openMemoryEngine(undefined, options);
    expect(await engine.loadImages(once(archive), ignore)).toEqual({ references: ['motd:1'], ids: [] });
    const { detail, row, history } = await factsOf(engine, 'motd:1');
    expect(detail.stack.diffIds).toEqual([sha256(layer)]);
    expect([row?.createdAtMs, history[0]?.createdAtMs]).toEqual([
      Date.parse('2024-03-01T08:00:00Z'),
      Date.parse('2024-02-01T08:00:00Z'),
    ]);
    if (options.store !== 'containerd') expect([detail.id, row?.bytes]).toEqual([sha256(config), 3_000]);
    const saved = [...(await readTar(await save(engine, 'motd:1'))).values()].map(sha256);
    expect(saved).toEqual(expect.arrayContaining([sha256(config), sha256(layer)]));
  });
});

describe('between engines', () => {
  test('an archive of one store is loaded by the other, with the same layers', async () => {
    for (const [from, to] of [
      ['classic', 'containerd'],
      ['containerd', 'classic'],
    ] as const) {
      const source = openMemoryEngine(apps(), { store: from });
      const target = openMemoryEngine(undefined, { store: to });
      await target.loadImages(once(await save(source, 'acme/api:1')), ignore);
      const [there, here] = [await factsOf(source, 'acme/api:1'), await factsOf(target, 'acme/api:1')];
      expect(here.detail.stack.diffIds).toEqual(there.detail.stack.diffIds);
      expect(here.history.map(({ createdAtMs }) => createdAtMs)).toEqual(
        there.history.map(({ createdAtMs }) => createdAtMs),
      );
      expect(here.row?.createdAtMs).toBe(there.row?.createdAtMs);
      if (to === 'classic') expect(here.detail.id).toBe(openMemoryEngine(apps()).idOf('acme/api:1'));
    }
  });
});

describe('a load', () => {
  test('on the classic store does not mention untagged images beside tagged ones', async () => {
    const engine = openMemoryEngine(apps());
    const [api, debian] = [engine.idOf('acme/api:1'), engine.idOf('debian:12')];
    const both = await save(engine, api, 'debian:12');
    expect(await engine.loadImages(once(both), ignore)).toEqual({ references: ['debian:12'], ids: [] });
    expect((await engine.loadImages(once(await save(engine, api, debian)), ignore)).ids).toEqual(
      [api, debian].toSorted(),
    );
  });

  test('tells of layers that were not there, and of every image', async () => {
    const engine = openMemoryEngine(apps());
    const archive = await save(engine, 'acme/api:1');
    const other = openMemoryEngine(population().base('debian:12', { layers: [100_000_000, 20_000] }));
    const told: string[] = [];
    await other.loadImages(once(archive), ({ layer, status }) => told.push(`${status} ${layer}`));
    const own = (await engine.inspectImage('acme/api:1')).stack.diffIds.slice(2);
    expect(told).toEqual(own.map((diffId) => `Loading layer ${diffId.slice(7, 19)}`));
  });

  test('brings back the parent of a step that is in the archive too (classic)', async () => {
    const steps = [run('make', 300), copy('. .', 40)];
    const engine = openMemoryEngine(apps().image('old:1', { from: 'debian:12', steps, isLegacy: true }));
    const [child, parent] = [engine.idOf('old:1'), engine.idOf('old:1~1')];
    const archive = await save(engine, parent, 'old:1');
    const other = openMemoryEngine();
    await other.loadImages(once(archive), ignore);
    const { images } = await other.listImages();
    expect(images.map(({ id, parentId }) => [id, parentId])).toEqual(
      [
        [child, parent],
        [parent, null],
      ].sort(([a], [b]) => ((a ?? '') < (b ?? '') ? -1 : 1)),
    );
  });

  test('completes an image of which one platform had gone', async () => {
    const engine = openMemoryEngine(apps(), { store: 'containerd', removesPlatforms: true });
    const before = await factsOf(engine, 'debian:12');
    const archive = await save(engine, 'debian:12');
    await engine.removePlatforms(before.detail.id, ['linux/arm64/v8']);
    expect(await factsOf(engine, 'debian:12')).not.toEqual(before);
    await engine.loadImages(once(archive), ignore);
    expect(await factsOf(engine, 'debian:12')).toEqual(before);
    expect(await save(engine, 'debian:12')).toEqual(archive);
  });
});

describe('faults', () => {
  test('cut a save after so many parts', async () => {
    const engine = openMemoryEngine(apps());
    engine.faults.add('saveImages', { kind: 'cut', afterItems: 3 });
    let parts = 0;
    const reading = (async () => {
      for await (const part of engine.saveImages(['acme/api:1'])) parts += Math.sign(part.length);
    })();
    await expect(reading).rejects.toMatchObject({ code: 'transfer.failed' });
    expect(parts).toBe(3);
  });

  test('cut a load, which then has changed nothing', async () => {
    const engine = openMemoryEngine(apps());
    const archive = await save(engine, 'acme/api:1');
    await engine.untagImage('acme/api:1');
    const before = await engine.listImages();
    engine.faults.add('loadImages', { kind: 'cut', afterItems: 1 });
    await expect(engine.loadImages(once(archive), ignore)).rejects.toMatchObject({ code: 'transfer.failed' });
    expect(await engine.listImages()).toEqual(before);
  });

  test('fill the disk', async () => {
    const engine = openMemoryEngine(apps());
    const archive = await save(engine, 'acme/api:1');
    engine.faults.add('loadImages', {
      kind: 'fail',
      code: 'transfer.failed',
      detail: 'write /x/layer.tar: no space left on device',
    });
    await expect(engine.loadImages(once(archive), ignore)).rejects.toMatchObject({
      code: 'transfer.failed',
      detail: expect.stringContaining('no space left') as unknown,
    });
  });
});
