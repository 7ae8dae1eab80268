import { describe, expect, test } from 'vitest';

import type { ContractContext } from './engine-contract.ts';
import { chainsOf, expectRejection, idOf, isListed, known, rowOf } from './engine-probes.ts';
import { basePair, single } from './seed-images.ts';

export function describeChanges(context: ContractContext): void {
  describeTag(context);
  describeUntag(context);
  describeRemove(context);
}

function describeTag({ current }: ContractContext): void {
  describe('tag', () => {
    test('gives an image one more name and changes nothing else', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const before = await rowOf(engine, await idOf(engine, 'contract/app:1'));
      await engine.tagImage('contract/app:1', 'registry.example:5000/team/app:1.0-rc.1');
      const after = await rowOf(engine, before.id);
      expect(after.tags).toEqual(['contract/app:1', 'registry.example:5000/team/app:1.0-rc.1']);
      expect({ ...after, tags: [], digests: [] }).toEqual({ ...before, tags: [], digests: [] });
      expect(await idOf(engine, 'registry.example:5000/team/app:1.0-rc.1')).toBe(before.id);
    });

    test('takes a name by ID as well, and twice', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const id = await idOf(engine, 'contract/app:1');
      await engine.tagImage(id, 'contract/app:two');
      await engine.tagImage(id, 'contract/app:two');
      expect((await rowOf(engine, id)).tags).toEqual(['contract/app:1', 'contract/app:two']);
    });

    test('that moves leaves the old image dangling', async () => {
      const { engine, seed } = current();
      await seed([single('contract/old:1'), single('contract/new:1')]);
      const [oldId, newId] = [await idOf(engine, 'contract/old:1'), await idOf(engine, 'contract/new:1')];
      await engine.tagImage('contract/new:1', 'contract/old:1');
      expect(await rowOf(engine, oldId)).toMatchObject({ tags: [], digests: [] });
      expect((await engine.inspectImage(oldId)).tags).toEqual([]);
      expect((await rowOf(engine, newId)).tags).toEqual(['contract/new:1', 'contract/old:1']);
      expect(await idOf(engine, 'contract/old:1')).toBe(newId);
      await engine.removeImage(oldId);
    });

    test('shows a container the ID of its image once the name points elsewhere', async () => {
      const { engine, seed } = current();
      await seed(
        [single('contract/old:1'), single('contract/new:1')],
        [{ name: 'contract-left-behind', image: 'contract/old:1' }],
      );
      const oldId = await idOf(engine, 'contract/old:1');
      await engine.tagImage('contract/new:1', 'contract/old:1');
      const { containers } = await engine.listContainers();
      const container = containers.find(({ name }) => name === 'contract-left-behind');
      expect(container).toMatchObject({ imageId: oldId, imageReference: oldId });
    });

    test('rejects a missing image', async () => {
      const { engine } = current();
      await expectRejection(engine.tagImage('contract/missing:1', 'contract/x:1'), 'engine.not-found');
    });

    test.each([
      'contract/UPPER:1',
      'contract/app',
      'contract/app:',
      'contract/app:-no',
      `contract/app@sha256:${'a'.repeat(64)}`,
    ])('rejects %s as a new name', async (target) => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      await expectRejection(engine.tagImage('contract/app:1', target), 'reference.invalid');
      expect((await engine.inspectImage('contract/app:1')).tags).toEqual(['contract/app:1']);
    });
  });
}

function describeUntag({ traits, current }: ContractContext): void {
  describe('untag', () => {
    test('of one name of two leaves the image', async () => {
      const { engine, seed } = current();
      await seed([{ ...single('contract/app:1'), tags: ['contract/app:1', 'contract/app:2'] }]);
      const id = await idOf(engine, 'contract/app:1');
      const reply = await engine.untagImage('contract/app:1');
      expect(reply).toEqual({ untagged: ['contract/app:1'], removedImages: [], removedChains: [] });
      expect((await rowOf(engine, id)).tags).toEqual(['contract/app:2']);
      await expectRejection(engine.inspectImage('contract/app:1'), 'engine.not-found');
    });

    test('of the last name takes the image along', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const { id, stack } = await engine.inspectImage('contract/app:1');
      const reply = await engine.untagImage('contract/app:1');
      expect(reply.untagged).toEqual(['contract/app:1']);
      expect(reply.removedImages).toEqual([id]);
      expect(reply.removedChains).toEqual(
        traits.capabilities.repliesWithChains ? chainsOf(stack.diffIds) : [],
      );
      expect(await isListed(engine, id)).toBe(false);
    });

    test('rejects what is missing and what is no name', async () => {
      const { engine } = current();
      await expectRejection(engine.untagImage('contract/missing:1'), 'engine.not-found');
      await expectRejection(engine.untagImage('contract/UPPER:1'), 'reference.invalid');
    });
  });
}

function describeRemove({ traits, current }: ContractContext): void {
  describe('remove', () => {
    test('by ID takes the only name along', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const id = await idOf(engine, 'contract/app:1');
      const reply = await engine.removeImage(id);
      expect(reply.untagged).toEqual(['contract/app:1']);
      expect(reply.removedImages).toEqual([id]);
      expect(await isListed(engine, id)).toBe(false);
      await expectRejection(engine.inspectImage(id), 'engine.not-found');
    });

    test('of a dangling image names no reference', async () => {
      const { engine, seed } = current();
      await seed([single('contract/old:1'), single('contract/new:1')]);
      const oldId = await idOf(engine, 'contract/old:1');
      await engine.tagImage('contract/new:1', 'contract/old:1');
      const reply = await engine.removeImage(oldId);
      expect(reply.untagged).toEqual([]);
      expect(reply.removedImages).toEqual([oldId]);
      expect(await isListed(engine, oldId)).toBe(false);
    });

    test('keeps layers that another image stands on', async () => {
      const { engine, seed } = current();
      await seed(basePair);
      const before = known((await engine.totals()).layersBytes);
      const left = await engine.inspectImage('contract/left:1');
      const right = await engine.inspectImage('contract/right:1');
      const ownBytes = (await engine.imageHistory(left.id)).at(-1)?.bytes ?? 0;

      const reply = await engine.removeImage(left.id);
      const freed = before - known((await engine.totals()).layersBytes);
      if (traits.capabilities.repliesWithChains) {
        expect(reply.removedChains).toEqual(chainsOf(left.stack.diffIds).slice(2));
      } else {
        expect(reply.removedChains).toEqual([]);
      }
      if (traits.store === 'classic') expect(freed).toBe(ownBytes);
      else expect(freed).toBeGreaterThan(ownBytes);
      expect(await engine.imageHistory(right.id)).toHaveLength(5);
      const { sharedBytes } = await rowOf(engine, right.id);
      if (traits.capabilities.listsSharedBytes) expect(sharedBytes).toBe(0);
    });

    test('of the last image on a base takes the base', async () => {
      const { engine, seed } = current();
      const before = known((await engine.totals()).layersBytes);
      await seed(basePair);
      const left = await engine.inspectImage('contract/left:1');
      await engine.removeImage(await idOf(engine, 'contract/right:1'));
      const reply = await engine.removeImage(left.id);
      const chains = chainsOf(left.stack.diffIds);
      expect(reply.removedChains.toSorted()).toEqual(
        traits.capabilities.repliesWithChains ? chains.toSorted() : [],
      );
      expect(known((await engine.totals()).layersBytes)).toBe(before);
    });
  });
}
