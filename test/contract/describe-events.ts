import { describe, expect, test } from 'vitest';

import type { ContractContext } from './engine-contract.ts';
import { EventReader, idOf } from './engine-probes.ts';
import { single } from './seed-images.ts';

export function describeEvents({ traits, current }: ContractContext): void {
  describe('events', () => {
    test('tell tag, untag and delete', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const id = await idOf(engine, 'contract/app:1');
      const reader = await EventReader.open(engine);
      await engine.tagImage(id, 'contract/app:2');
      await engine.untagImage('contract/app:1');
      await engine.removeImage(id);
      await reader.find(({ action, actorId }) => action === 'delete' && actorId === id);
      await reader.stop();
      const own = reader.seen.filter((event) => event.type === 'image' && event.actorId === id);
      // The classic store does not tell which name went.
      const untagged = (name: string): string => (traits.store === 'classic' ? id : name);
      expect(own.map(({ action, name }) => [action, name])).toEqual([
        ['tag', 'contract/app:2'],
        ['untag', untagged('contract/app:1')],
        ['untag', untagged('contract/app:2')],
        ['delete', id],
      ]);
    });

    test('tell nothing about the image a moved name is taken from', async () => {
      const { engine, seed } = current();
      await seed([single('contract/old:1'), single('contract/new:1')]);
      const [oldId, newId] = [await idOf(engine, 'contract/old:1'), await idOf(engine, 'contract/new:1')];
      const reader = await EventReader.open(engine);
      await engine.tagImage('contract/new:1', 'contract/old:1');
      await engine.untagImage('contract/new:1');
      await reader.find(({ action }) => action === 'untag');
      await reader.stop();
      expect(reader.seen.filter(({ actorId }) => actorId === oldId)).toEqual([]);
      expect(reader.seen.filter(({ actorId }) => actorId === newId).map(({ action }) => action)).toEqual([
        'tag',
        'untag',
      ]);
      await engine.removeImage(oldId);
    });

    test('have a time that tells them apart', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const reader = await EventReader.open(engine);
      for (const tag of ['a', 'b', 'c']) await engine.tagImage('contract/app:1', `contract/app:${tag}`);
      await reader.find(({ name }) => name === 'contract/app:c');
      await reader.stop();
      const times = reader.seen.map((event) => BigInt(event.timeNano));
      expect(times).toEqual(times.toSorted((a, b) => Number(a - b)));
      expect(new Set(times).size).toBe(times.length);
      for (const event of reader.seen) expect(event.timeMs).toBe(Number(BigInt(event.timeNano) / 1_000_000n));
    });

    test('are told again from a time on', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const first = await EventReader.open(engine);
      await engine.tagImage('contract/app:1', 'contract/app:again');
      const told = await first.find(({ name }) => name === 'contract/app:again');
      await first.stop();
      const second = await EventReader.open(engine, told.timeMs);
      expect(await second.find(({ name }) => name === 'contract/app:again')).toEqual(told);
      await second.stop();
    });

    test('end without an error when the signal is aborted', async () => {
      const reader = await EventReader.open(current().engine);
      await expect(reader.stop()).resolves.toBeUndefined();
    });

    test('never begin when it was aborted before', async () => {
      const events: unknown[] = [];
      for await (const event of current().engine.events({}, AbortSignal.abort())) events.push(event);
      expect(events).toEqual([]);
    });
  });
}
