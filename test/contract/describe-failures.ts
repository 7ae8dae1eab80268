import { describe, expect, test } from 'vitest';

import type { ContractContext } from './engine-contract.ts';
import { EventReader, everyOperation, expectRejection, idOf } from './engine-probes.ts';
import { single } from './seed-images.ts';

/** Names of all operations, for one test each. */
const operations = [
  'ping',
  'describe',
  'totals',
  'buildCache',
  'listImages',
  'inspectImage',
  'imageHistory',
  'tagImage',
  'untagImage',
  'removeImage',
  'listContainers',
  'removeContainer',
  'listBuildCache',
  'removeBuildCache',
  'registryDigest',
  'pullImage',
  'saveImages',
  'loadImages',
  'removePlatforms',
];

export function describeFailures({ current }: ContractContext): void {
  const operation = (name: string, signal?: AbortSignal): Promise<unknown> => {
    const found = everyOperation(current().engine, signal).find(([own]) => own === name);
    return found === undefined ? expect.fail(`no operation ${name}`) : found[1]();
  };

  describe('an aborted signal', () => {
    test.each(operations)('cancels %s', async (name) => {
      await expectRejection(operation(name, AbortSignal.abort()), 'cancelled');
    });
  });

  describe('a closed engine', () => {
    test('rejects every operation', async () => {
      await current().engine.close();
      for (const name of operations) await expectRejection(operation(name), 'engine.unreachable');
    });

    test('is closed twice without harm', async () => {
      await current().engine.close();
      await expect(current().engine.close()).resolves.toBeUndefined();
    });

    test('opens no stream of events', async () => {
      await current().engine.close();
      await expectRejection(EventReader.open(current().engine), 'engine.unreachable');
    });
  });

  describe('an engine that goes away', () => {
    test('rejects every operation, ends its stream, and comes back the same', async ({ skip }) => {
      const { engine, seed, outage } = current();
      if ('whyNot' in outage) return skip(outage.whyNot);
      await seed([single('contract/app:1')]);
      const [{ id }, imageId] = [await engine.describe(), await idOf(engine, 'contract/app:1')];
      const reader = await EventReader.open(engine);
      await outage.stop();
      await expectRejection(reader.ended, 'engine.unreachable');
      for (const name of operations) await expectRejection(operation(name), 'engine.unreachable');
      await outage.start();
      await engine.ping();
      expect((await engine.describe()).id).toBe(id);
      expect(await idOf(engine, 'contract/app:1')).toBe(imageId);
    });

    test('in the middle of a save: what came is no archive', async ({ skip }) => {
      const { engine, seed, outage } = current();
      if ('whyNot' in outage) return skip(outage.whyNot);
      await seed([single('contract/app:1', 3_000_000)]);
      let pieces = 0;
      const reading = (async () => {
        for await (const { length } of engine.saveImages(['contract/app:1'])) {
          expect(length).toBeGreaterThan(0);
          pieces += 1;
          if (pieces === 1) await outage.stop();
        }
      })();
      await expectRejection(reading, 'transfer.failed');
      expect(pieces).toBeGreaterThan(0);
    });
  });
}
