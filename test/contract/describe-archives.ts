import { describe, expect, test } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';
import type { TransferProgress } from '#main/ports/engine/engine-transfers.ts';

import { archiveOf, readArchive } from './archives.ts';
import type { ContractContext } from './engine-contract.ts';
import { expectRejection, idOf, isListed, rowOf } from './engine-probes.ts';
import { basePair, single } from './seed-images.ts';

const ignore = (): void => undefined;

/** Images as archives: saved, removed, loaded. */
export function describeArchives(context: ContractContext): void {
  describeRoundTrip(context);
  describeSave(context);
  describeLoad(context);
}

function describeRoundTrip({ current }: ContractContext): void {
  describe('save, remove, load', () => {
    test('brings every tag back to the same image', async () => {
      const { engine, seed } = current();
      const tags = ['contract/app:1', 'contract/app:2', 'registry.example:5000/team/app:rc'] as const;
      await seed([{ ...single('contract/app:1', 30_000), tags }]);
      const before = await engine.inspectImage('contract/app:1');
      const archive = await readArchive(engine.saveImages(tags));
      for (const tag of tags) await engine.untagImage(tag);
      expect(await isListed(engine, before.id)).toBe(false);

      const reply = await engine.loadImages(archiveOf(archive), ignore);
      expect(reply.references).toEqual(tags.toSorted());
      const after = await engine.inspectImage('contract/app:1');
      expect(after).toMatchObject({ id: before.id, tags: tags.toSorted(), config: before.config });
      expect(after.stack.diffIds).toEqual(before.stack.diffIds);
      expect(await engine.imageHistory(after.id)).toHaveLength(2);
    });

    test('brings several images from one archive', async () => {
      const { engine, seed } = current();
      await seed(basePair);
      const names = basePair.map(({ tags }) => tags[0]);
      const ids = [await idOf(engine, names[0] ?? ''), await idOf(engine, names[1] ?? '')];
      const archive = await readArchive(engine.saveImages(names));
      for (const name of names) await engine.untagImage(name);
      const told: TransferProgress[] = [];
      const reply = await engine.loadImages(archiveOf(archive), (progress) => told.push(progress));
      expect(reply.references).toEqual(names.toSorted());
      expect([await idOf(engine, names[0] ?? ''), await idOf(engine, names[1] ?? '')]).toEqual(ids);
      for (const { status, currentBytes } of told) {
        expect(status).not.toBe('');
        expect(currentBytes).not.toBe(0);
      }
    });

    test('brings an image that is saved by its ID back without a tag', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const id = await idOf(engine, 'contract/app:1');
      const archive = await readArchive(engine.saveImages([id]));
      await engine.removeImage(id);
      const reply = await engine.loadImages(archiveOf(archive), ignore);
      expect(reply).toEqual({ references: [], ids: [id] });
      expect(await rowOf(engine, id)).toMatchObject({ tags: [], digests: [] });
    });

    test('of what is still there changes nothing', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const before = await engine.listImages();
      const archive = await readArchive(engine.saveImages(['contract/app:1']));
      expect((await engine.loadImages(archiveOf(archive), ignore)).references).toEqual(['contract/app:1']);
      expect(await engine.listImages()).toEqual(before);
    });
  });
}

function describeSave({ current }: ContractContext): void {
  describe('save', () => {
    test('rejects what is missing, also beside what is there', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1')]);
      const missing = ['contract/missing:1'];
      await expectRejection(readArchive(engine.saveImages(missing)), 'engine.not-found');
      const both = ['contract/app:1', ...missing];
      await expectRejection(readArchive(engine.saveImages(both)), 'engine.not-found');
    });

    test('is cancelled in its middle', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1', 3_000_000)]);
      const abort = new AbortController();
      const reading = (async () => {
        for await (const chunk of engine.saveImages(['contract/app:1'], abort.signal)) {
          expect(chunk.length).toBeGreaterThan(0);
          abort.abort();
        }
      })();
      await expectRejection(reading, 'cancelled');
    });

    test('may be left in its middle', async () => {
      const { engine, seed } = current();
      await seed([single('contract/app:1', 3_000_000)]);
      for await (const chunk of engine.saveImages(['contract/app:1'])) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      await engine.ping();
    });
  });
}

function describeLoad({ current }: ContractContext): void {
  describe('load', () => {
    async function savedAndRemoved(bytes: number): Promise<Uint8Array> {
      const { engine, seed } = current();
      await seed([single('contract/app:1', bytes)]);
      const archive = await readArchive(engine.saveImages(['contract/app:1']));
      await engine.untagImage('contract/app:1');
      return archive;
    }

    test('of an archive that is cut says so in the engine’s words', async () => {
      const { engine } = current();
      const archive = await savedAndRemoved(300_000);
      const half = archive.subarray(0, Math.floor(archive.length / 2));
      const { detail } = await expectRejection(engine.loadImages(archiveOf(half), ignore), 'transfer.failed');
      expect(detail).not.toBe('');
      await expectRejection(engine.inspectImage('contract/app:1'), 'engine.not-found');
    });

    test('of what is no archive', async () => {
      const { engine } = current();
      const garbage = Buffer.alloc(20_000, 'no archive at all ');
      await expectRejection(engine.loadImages(archiveOf(garbage), ignore), 'transfer.failed');
      // Two blocks of zeros: an archive with nothing in it.
      await expectRejection(engine.loadImages(archiveOf(new Uint8Array(1024)), ignore), 'transfer.failed');
    });

    test('throws what its source throws, and leaves nothing behind', async () => {
      const { engine } = current();
      const archive = await savedAndRemoved(3_000_000);
      const broken = async function* (): AsyncGenerator<Uint8Array> {
        yield* archiveOf(archive.subarray(0, 1_000_000));
        throw new AppError('store.unavailable', { detail: 'the disk is gone' });
      };
      const error = await expectRejection(engine.loadImages(broken(), ignore), 'store.unavailable');
      expect(error.detail).toBe('the disk is gone');
      await expectRejection(engine.inspectImage('contract/app:1'), 'engine.not-found');
    });

    test('is cancelled in its middle', async () => {
      const { engine } = current();
      const archive = await savedAndRemoved(3_000_000);
      const abort = new AbortController();
      const endless = async function* (): AsyncGenerator<Uint8Array> {
        yield* archiveOf(archive.subarray(0, 1_000_000));
        abort.abort();
        await new Promise(() => undefined);
      };
      await expectRejection(engine.loadImages(endless(), ignore, abort.signal), 'cancelled');
      await expectRejection(engine.inspectImage('contract/app:1'), 'engine.not-found');
    });
  });
}
