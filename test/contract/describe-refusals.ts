import { describe, expect, test } from 'vitest';

import { shortenId, toImageId, type ImageId } from '#main/domain/image/hashes.ts';

import type { ContractContext } from './engine-contract.ts';
import { expectRejection, idOf, isListed, rowOf } from './engine-probes.ts';
import type { SeedImage } from './engine-seed.ts';
import { layerStep, single } from './seed-images.ts';

const parent = single('contract/parent:1');
const child: SeedImage = {
  tags: ['contract/child:1'],
  steps: [...parent.steps, layerStep('child', 100)],
  parent: parent.tags[0],
};

/** What an engine refuses to remove; nothing has changed afterwards. */
export function describeRefusals(context: ContractContext): void {
  describeWithReferences(context);
  describeWithContainer(context);
  describeWithChild(context);
  describePlatforms(context);
}

function describeWithReferences({ current }: ContractContext): void {
  describe('removing what is missing or has several names', () => {
    test('a missing ID', async () => {
      const { engine } = current();
      const id = toImageId(`sha256:${'ab'.repeat(32)}`);
      await expectRejection(engine.removeImage(id), 'engine.not-found');
    });

    test.each([
      ['of two repositories', ['contract/app:1', 'contract/other:1']],
      ['of one repository', ['contract/app:1', 'contract/app:2']],
    ] as const)('by ID with two names %s', async (_, tags) => {
      const { engine, seed } = current();
      await seed([{ ...single('contract/app:1'), tags }]);
      const id = await idOf(engine, 'contract/app:1');
      const { detail } = await expectRejection(engine.removeImage(id), 'engine.conflict');
      expect(detail).toContain('image is referenced in multiple repositories');
      expect(detail).toContain(shortenId(id));
      expect((await rowOf(engine, id)).tags).toEqual(tags);
    });
  });
}

function describeWithContainer({ current }: ContractContext): void {
  describe('removing what a container uses', () => {
    async function seedUsed(tags: SeedImage['tags']): Promise<{ id: ImageId; container: string }> {
      const { engine, seed } = current();
      await seed([{ ...single('contract/used:1'), tags }], [{ name: 'contract-user', image: tags[0] }]);
      const { containers } = await engine.listContainers();
      const container = containers.find(({ name }) => name === 'contract-user');
      return { id: await idOf(engine, tags[0]), container: shortenId(container?.id ?? '') };
    }

    test('by ID', async () => {
      const { engine } = current();
      const { id, container } = await seedUsed(['contract/used:1']);
      const { detail } = await expectRejection(engine.removeImage(id), 'engine.conflict');
      expect(detail).toContain(`image is being used by stopped container ${container}`);
      expect((await rowOf(engine, id)).tags).toEqual(['contract/used:1']);
    });

    test('by its last name', async () => {
      const { engine } = current();
      const { id, container } = await seedUsed(['contract/used:1']);
      const { detail } = await expectRejection(engine.untagImage('contract/used:1'), 'engine.conflict');
      expect(detail).toContain(`container ${container} is using its referenced image ${shortenId(id)}`);
      expect((await rowOf(engine, id)).tags).toEqual(['contract/used:1']);
    });

    test('while a second name may go', async () => {
      const { engine } = current();
      const { id } = await seedUsed(['contract/used:1', 'contract/used:2']);
      const reply = await engine.untagImage('contract/used:1');
      expect(reply).toEqual({ untagged: ['contract/used:1'], removedImages: [], removedChains: [] });
      expect((await rowOf(engine, id)).tags).toEqual(['contract/used:2']);
    });
  });
}

function describeWithChild({ traits, current }: ContractContext): void {
  const keepsParents = traits.seedsParents && traits.store === 'classic';

  describe('removing what another image was built on', () => {
    test('by ID', async () => {
      const { engine, seed } = current();
      await seed([parent, child]);
      const id = await idOf(engine, 'contract/parent:1');
      if (!keepsParents) {
        expect((await engine.removeImage(id)).removedImages).toEqual([id]);
        expect(await isListed(engine, await idOf(engine, 'contract/child:1'))).toBe(true);
        return;
      }
      const { detail } = await expectRejection(engine.removeImage(id), 'engine.conflict');
      expect(detail).toContain('image has dependent child images');
      expect((await rowOf(engine, id)).tags).toEqual(['contract/parent:1']);
    });

    test('by its last name: the name goes, the image stays', async () => {
      const { engine, seed } = current();
      await seed([parent, child]);
      const id = await idOf(engine, 'contract/parent:1');
      const reply = await engine.untagImage('contract/parent:1');
      expect(reply.untagged).toEqual(['contract/parent:1']);
      expect(reply.removedImages).toEqual(keepsParents ? [] : [id]);
      expect(await isListed(engine, id)).toBe(keepsParents);
    });

    test('works children first, and nothing else goes along', async () => {
      const { engine, seed } = current();
      await seed([parent, child]);
      const [parentId, childId] = [
        await idOf(engine, 'contract/parent:1'),
        await idOf(engine, 'contract/child:1'),
      ];
      expect((await engine.removeImage(childId)).removedImages).toEqual([childId]);
      expect(await isListed(engine, parentId)).toBe(true);
      expect((await engine.removeImage(parentId)).removedImages).toEqual([parentId]);
    });
  });
}

function describePlatforms({ traits, current }: ContractContext): void {
  describe('removing single platforms', () => {
    test('is refused by every engine so far, and nothing goes', async () => {
      const { engine, seed } = current();
      // An engine that can do it needs tests of what it takes along.
      expect(traits.capabilities.removesPlatforms).toBe(false);
      await seed([single('contract/app:1')]);
      const before = await engine.listImages();
      const id = await idOf(engine, 'contract/app:1');
      await expectRejection(engine.removePlatforms(id, ['linux/amd64']), 'engine.unsupported');
      expect(await engine.listImages()).toEqual(before);
    });
  });
}
