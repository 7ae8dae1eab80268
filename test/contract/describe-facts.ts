import { describe, expect, test } from 'vitest';

import { isKnown, unknown } from '#main/domain/unknown.ts';

import type { ContractContext } from './engine-contract.ts';
import { expectRejection, idOf, known, rowOf } from './engine-probes.ts';
import { seedCreatedAtMs, type SeedImage } from './engine-seed.ts';
import { baseBytes, basePair, layerStep, settingStep, single } from './seed-images.ts';

const full: SeedImage = {
  tags: ['contract/full:2', 'contract/also:1', 'contract/full:1'],
  steps: [
    layerStep('root-files', 40_000),
    settingStep('ENV MODE=test'),
    layerStep('empty-directory', 0),
    layerStep('app-files', 777),
    settingStep('ENTRYPOINT ["/app"]'),
  ],
  config: {
    environment: ['PATH=/usr/bin', 'MODE=test'],
    entrypoint: ['/app'],
    command: ['--port', '8080'],
    workingDirectory: '/srv',
    user: '1000',
    exposedPorts: ['53/udp', '8080/tcp'],
    volumes: ['/data'],
    labels: { 'org.opencontainers.image.title': 'Full', stage: 'test' },
    stopSignal: 'SIGINT',
  },
};

const nobody = `sha256:${'ab'.repeat(32)}`;

export function describeFacts(context: ContractContext): void {
  describeList(context);
  describeInspect(context);
  describeHistory(context);
}

function describeList({ traits, current }: ContractContext): void {
  const isClassic = traits.store === 'classic';

  describe('the list', () => {
    test('has names, labels and time of an image', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const id = await idOf(engine, full.tags[0]);
      const row = await rowOf(engine, id);
      expect(row.tags).toEqual(['contract/also:1', 'contract/full:1', 'contract/full:2']);
      expect(row.labels).toEqual(full.config?.labels);
      expect(row.createdAtMs).toBe(Math.trunc(seedCreatedAtMs / 1000) * 1000);
      expect(row.parentId).toBeNull();
      // Nothing came from a registry: only the containerd store has digests then, and Docker 28 lists one of several.
      const possible = isClassic ? [] : [`contract/also@${id}`, `contract/full@${id}`];
      expect(possible).toEqual(expect.arrayContaining([...row.digests]));
      expect(row.digests.length > 0).toBe(!isClassic);
    });

    test('is sorted by ID and skips nothing', async () => {
      const { engine, seed } = current();
      await seed([single('contract/a:1'), single('contract/b:1'), single('contract/c:1'), ...basePair]);
      const { images, skipped } = await engine.listImages();
      const ids = images.map((image) => image.id);
      expect(ids).toEqual(ids.toSorted());
      expect(new Set(ids).size).toBe(ids.length);
      expect(skipped).toEqual([]);
    });

    test('tells true bytes', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const row = await rowOf(engine, await idOf(engine, full.tags[0]));
      if (isClassic) {
        expect(row.bytes).toBe(40_777);
        expect(row.manifests).toEqual([]);
        return;
      }
      const sum = row.manifests.reduce((all, m) => all + known(m.contentBytes) + known(m.unpackedBytes), 0);
      expect(row.bytes).toBe(sum);
      const [manifest, ...others] = row.manifests;
      expect(others).toEqual([]);
      expect(manifest).toMatchObject({ kind: 'image', platform: 'linux/amd64', available: true });
      expect(known(manifest?.contentBytes ?? unknown)).toBeGreaterThanOrEqual(40_777);
      expect(known(manifest?.unpackedBytes ?? unknown)).toBeGreaterThanOrEqual(40_777);
      expect(known(manifest?.manifestBytes ?? unknown)).toBeGreaterThan(0);
    });

    test('tells shared bytes, or that it does not know them', async () => {
      const { engine, seed } = current();
      await seed([...basePair, single('contract/alone:1')]);
      for (const { tags } of basePair) {
        const { sharedBytes } = await rowOf(engine, await idOf(engine, tags[0]));
        const history = await engine.imageHistory(tags[0]);
        const common = history.slice(0, 3).reduce((sum, step) => sum + step.bytes, 0);
        expect(sharedBytes).toBe(traits.capabilities.listsSharedBytes ? common : unknown);
        if (isClassic) expect(common).toBe(baseBytes);
      }
      const alone = await rowOf(engine, await idOf(engine, 'contract/alone:1'));
      expect(alone.sharedBytes).toBe(traits.capabilities.listsSharedBytes ? 0 : unknown);
    });

    test('tells parents where there are any', async () => {
      const { engine, seed } = current();
      const parent = { ...single('contract/parent:1') };
      const child: SeedImage = {
        tags: ['contract/child:1'],
        steps: [...parent.steps, layerStep('child', 100)],
        parent: parent.tags[0],
      };
      await seed([parent, child]);
      const row = await rowOf(engine, await idOf(engine, 'contract/child:1'));
      expect(row.parentId).toBe(traits.seedsParents ? await idOf(engine, 'contract/parent:1') : null);
    });

    test('has containers apart, sorted by ID', async () => {
      const { engine, seed } = current();
      const made = ['contract-two', 'contract-one'].map((name) => ({ name, image: 'contract/used:1' }));
      await seed([single('contract/used:1')], made);
      const { containers, skipped } = await engine.listContainers();
      const ids = containers.map((container) => container.id);
      expect(ids).toEqual(ids.toSorted());
      expect(skipped).toEqual([]);
      const imageId = await idOf(engine, 'contract/used:1');
      for (const { name } of made) {
        expect(containers).toContainEqual({
          id: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
          name,
          state: 'created',
          imageId,
          imageReference: 'contract/used:1',
          composeProject: null,
          mountedImages: [],
        });
      }
    });
  });
}

function describeInspect({ traits, current }: ContractContext): void {
  describe('inspect', () => {
    test('finds an image by every way to name it', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const id = await idOf(engine, 'contract/full:2');
      const hex = id.slice('sha256:'.length);
      for (const name of [id, hex, hex.slice(0, 12), 'contract/also:1', 'docker.io/contract/full:1']) {
        expect((await engine.inspectImage(name)).id, name).toBe(id);
      }
    });

    test('tells settings, names and its own words', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const detail = await engine.inspectImage('contract/full:1');
      expect(detail.config).toEqual(full.config);
      expect(detail.tags).toEqual(['contract/also:1', 'contract/full:1', 'contract/full:2']);
      expect(detail.platform).toBe('linux/amd64');
      expect(detail.raw['Id']).toBe(detail.id);
    });

    test('tells the layers, base first', async () => {
      const { engine, seed } = current();
      await seed([full, ...basePair]);
      const { stack } = await engine.inspectImage('contract/full:1');
      expect(stack.platform).toBe('linux/amd64');
      expect(new Set(stack.diffIds).size).toBe(3);
      for (const diffId of stack.diffIds) expect(diffId).toMatch(/^sha256:[0-9a-f]{64}$/);
      if (traits.store === 'classic') expect(stack.unpackedBytes).toBe(40_777);
      const left = (await engine.inspectImage('contract/left:1')).stack.diffIds;
      const right = (await engine.inspectImage('contract/right:1')).stack.diffIds;
      expect(left.slice(0, 2)).toEqual(right.slice(0, 2));
      expect(left[2]).not.toBe(right[2]);
    });

    test('knows an image without layers', async () => {
      const { engine, seed } = current();
      await seed([{ tags: ['contract/nothing:1'], steps: [settingStep('LABEL empty=yes')] }]);
      const detail = await engine.inspectImage('contract/nothing:1');
      expect(detail.stack.diffIds).toEqual([]);
      if (traits.store === 'classic') expect((await rowOf(engine, detail.id)).bytes).toBe(0);
    });

    test('rejects what is missing and what is no name', async () => {
      const { engine } = current();
      await expectRejection(engine.inspectImage('contract/missing:1'), 'engine.not-found');
      await expectRejection(engine.inspectImage(nobody), 'engine.not-found');
      await expectRejection(engine.inspectImage('contract/UPPER:1'), 'reference.invalid');
      await expectRejection(engine.inspectImage('contract/app:'), 'reference.invalid');
    });

    test('chooses a platform, or says that it cannot', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const id = await idOf(engine, 'contract/full:1');
      const inspected = engine.inspectImage(id, { platform: 'linux/amd64' });
      const history = engine.imageHistory(id, { platform: 'linux/amd64' });
      if (!traits.choosesPlatform) {
        await expectRejection(inspected, 'engine.unsupported');
        await expectRejection(history, 'engine.unsupported');
        return;
      }
      expect((await inspected).id).toBe(id);
      expect(await history).toEqual(await engine.imageHistory(id));
      await expectRejection(engine.inspectImage(id, { platform: 'linux/s390x' }), 'engine.not-found');
    });
  });
}

function describeHistory({ traits, current }: ContractContext): void {
  describe('history', () => {
    test('tells steps oldest first, with the bytes of those that made a layer', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const id = await idOf(engine, 'contract/full:1');
      const history = await engine.imageHistory('contract/full:1');
      expect(history.map((step) => step.createdBy)).toEqual(full.steps.map((step) => step.createdBy));
      expect(history.map((step) => step.createdAtMs)).toEqual(full.steps.map(() => seedCreatedAtMs));
      expect(history.map((step) => step.imageId)).toEqual([null, null, null, null, id]);
      const bytes = history.map((step) => step.bytes);
      if (traits.store === 'classic') {
        // A layer without files looks like a metadata step.
        expect(bytes).toEqual([40_000, 0, 0, 777, 0]);
        return;
      }
      const blocks = [history[0], history[2], history[3]].map((step) => step?.bytes ?? 0);
      for (const size of blocks) expect(size).toBeGreaterThanOrEqual(4096);
      expect([bytes[1], bytes[4]]).toEqual([0, 0]);
      const { manifests } = await rowOf(engine, id);
      expect(bytes.reduce((sum, size) => sum + size, 0)).toBe(manifests[0]?.unpackedBytes);
    });

    test('is the same by ID and by reference', async () => {
      const { engine, seed } = current();
      await seed([full]);
      const id = await idOf(engine, 'contract/full:1');
      expect(await engine.imageHistory(id)).toEqual(await engine.imageHistory('contract/also:1'));
    });

    test('sums up to the bytes of the layers', async () => {
      const { engine, seed } = current();
      await seed(basePair);
      for (const { tags } of basePair) {
        const sum = (await engine.imageHistory(tags[0])).reduce((all, step) => all + step.bytes, 0);
        const row = await rowOf(engine, await idOf(engine, tags[0]));
        const unpacked = traits.store === 'classic' ? row.bytes : row.manifests[0]?.unpackedBytes;
        expect(sum).toBe(unpacked);
        expect(isKnown(row.bytes)).toBe(true);
      }
    });

    test('rejects what is missing and what is no name', async () => {
      const { engine } = current();
      await expectRejection(engine.imageHistory('contract/missing:1'), 'engine.not-found');
      await expectRejection(engine.imageHistory(nobody), 'engine.not-found');
      await expectRejection(engine.imageHistory('contract/UPPER:1'), 'reference.invalid');
    });
  });
}
