import { describe, expect, test } from 'vitest';

import { toContainerId } from '#main/domain/image/hashes.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { EngineContainer } from '#main/domain/image/engine-snapshot.ts';

import type { ContractContext } from './engine-contract.ts';
import { expectRejection, idOf, isListed } from './engine-probes.ts';
import { single } from './seed-images.ts';

async function containerNamed(engine: Engine, name: string): Promise<EngineContainer | undefined> {
  return (await engine.listContainers()).containers.find((container) => container.name === name);
}

export function describeContainers({ current }: ContractContext): void {
  describe('removing a container', () => {
    test('that is stopped takes it and nothing else', async () => {
      const { engine, seed } = current();
      await seed(
        [single('contract/app:1')],
        [
          { name: 'contract-gone', image: 'contract/app:1' },
          { name: 'contract-kept', image: 'contract/app:1' },
        ],
      );
      const gone = await containerNamed(engine, 'contract-gone');
      const imageId = await idOf(engine, 'contract/app:1');
      await engine.removeContainer(gone?.id ?? toContainerId(''));
      expect(await containerNamed(engine, 'contract-gone')).toBeUndefined();
      expect(await containerNamed(engine, 'contract-kept')).toMatchObject({ imageId });
      await expectRejection(engine.removeContainer(gone?.id ?? toContainerId('')), 'engine.not-found');
    });

    test('lets its image go', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')], [{ name: 'contract-user', image: 'contract/app:1' }]);
      const id = await idOf(engine, 'contract/app:1');
      await expectRejection(engine.removeImage(id), 'engine.conflict');
      const user = await containerNamed(engine, 'contract-user');
      await engine.removeContainer(user?.id ?? toContainerId(''));
      expect((await engine.removeImage(id)).removedImages).toEqual([id]);
      expect(await isListed(engine, id)).toBe(false);
    });

    test('that runs is refused, and it goes on running', async () => {
      const { engine, runContainer } = current();
      const id = await runContainer('contract-runs');
      await expectRejection(engine.removeContainer(id), 'engine.conflict');
      expect(await containerNamed(engine, 'contract-runs')).toMatchObject({ id, state: 'running' });
    });

    test('that is missing', async () => {
      const { engine } = current();
      await expectRejection(engine.removeContainer(toContainerId('ab'.repeat(32))), 'engine.not-found');
    });
  });
}
