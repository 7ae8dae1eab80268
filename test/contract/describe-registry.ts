import { describe, expect, test, type TestContext } from 'vitest';

import type { TransferProgress } from '#main/ports/engine/engine-transfers.ts';

import type { ContractContext } from './engine-contract.ts';
import { expectRejection, idOf, isListed, rowOf } from './engine-probes.ts';
import type { RegistryProbe, SeedImage } from './engine-seed.ts';
import { registryOf } from './needed-probes.ts';
import { layerStep, settingStep, single } from './seed-images.ts';

const ignore = (): void => undefined;

/** An image of two layers, published under these tags of `contract/app`. */
function appAt(host: string, ...tags: readonly string[]): SeedImage {
  const [first = '1', ...more] = tags;
  const name = (tag: string): string => `${host}/contract/app:${tag}`;
  return {
    tags: [name(first), ...more.map(name)],
    steps: [layerStep('pulled-base', 40_000), layerStep('pulled-app', 5_000), settingStep('CMD ["/srv"]')],
  };
}

/** What goes by way of a registry. */
export function describeRegistry(context: ContractContext): void {
  describePull(context);
  describePulledNames(context);
  describeRegistryFailures(context);
}

interface Published {
  readonly registry: RegistryProbe;
  readonly name: string;
  readonly tag: string;
  readonly byDigest: string;
  readonly digest: string;
}

async function publishApp({ current }: ContractContext, skip: TestContext['skip']): Promise<Published> {
  const registry = registryOf(current(), skip);
  const name = `${registry.host}/contract/app`;
  const digest = await registry.publish(appAt(registry.host, '1', '2'));
  return { registry, name, digest, tag: `${name}:1`, byDigest: `${name}@${digest}` };
}

function describePull(context: ContractContext): void {
  const { current } = context;

  describe('a registry', () => {
    test('is asked for the digest of a tag, also of a digest', async ({ skip }) => {
      const { tag, byDigest, digest } = await publishApp(context, skip);
      const { engine } = current();
      expect(await engine.registryDigest(tag)).toBe(digest);
      expect(await engine.registryDigest(byDigest)).toBe(digest);
    });

    test('gives the tag that is pulled and no other', async ({ skip }) => {
      const { name, tag, digest, byDigest } = await publishApp(context, skip);
      const { engine } = current();
      const told: TransferProgress[] = [];
      await engine.pullImage(tag, (progress) => told.push(progress));
      const detail = await engine.inspectImage(tag);
      expect(detail).toMatchObject({ tags: [tag], digests: [byDigest] });
      expect(detail.stack.diffIds).toHaveLength(2);
      expect(detail.id === digest).toBe(context.traits.store === 'containerd');
      expect(await rowOf(engine, detail.id)).toMatchObject({ tags: [tag], digests: [byDigest] });
      await expectRejection(engine.inspectImage(`${name}:2`), 'engine.not-found');
      expect(told.filter(({ layer }) => layer !== '').length).toBeGreaterThan(0);
      for (const { status, currentBytes } of told) {
        expect(status).not.toBe('');
        expect(currentBytes).not.toBe(0);
      }
    });

    test('gives by digest what it gave by tag, and the tag can be put back', async ({ skip }) => {
      const { tag, byDigest } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(tag, ignore);
      const id = await idOf(engine, tag);
      await engine.untagImage(tag);
      expect(await isListed(engine, id)).toBe(false);
      await engine.pullImage(byDigest, ignore);
      expect(await rowOf(engine, id)).toMatchObject({ tags: [], digests: [byDigest] });
      expect(await idOf(engine, byDigest)).toBe(id);
      await engine.tagImage(id, tag);
      expect(await rowOf(engine, id)).toMatchObject({ tags: [tag], digests: [byDigest] });
    });

    test('gives what is there already once more', async ({ skip }) => {
      const { tag } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(tag, ignore);
      const before = await engine.listImages();
      await engine.pullImage(tag, ignore);
      expect(await engine.listImages()).toEqual(before);
    });

    test('moves a tag: the image that had it is left without', async ({ skip }) => {
      const { registry, tag } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(tag, ignore);
      const oldId = await idOf(engine, tag);
      const digest = await registry.publish({ ...single('contract/other:1'), tags: [tag] });
      expect(await engine.registryDigest(tag)).toBe(digest);
      await engine.pullImage(tag, ignore);
      expect(await idOf(engine, tag)).not.toBe(oldId);
      expect((await rowOf(engine, oldId)).tags).toEqual([]);
    });
  });
}

function describePulledNames(context: ContractContext): void {
  const { current } = context;

  describe('a name by digest', () => {
    test('keeps an image whose last tag, of another repository, goes', async ({ skip }) => {
      const { byDigest } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(byDigest, ignore);
      const id = await idOf(engine, byDigest);
      await engine.tagImage(id, 'contract/other:1');
      const reply = await engine.untagImage('contract/other:1');
      expect(reply).toEqual({ untagged: ['contract/other:1'], removedImages: [], removedChains: [] });
      expect(await rowOf(engine, id)).toMatchObject({ tags: [], digests: [byDigest] });
    });

    test('may be the last one to go', async ({ skip }) => {
      const { byDigest } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(byDigest, ignore);
      const id = await idOf(engine, byDigest);
      expect(await engine.untagImage(byDigest)).toMatchObject({ untagged: [byDigest], removedImages: [id] });
      expect(await isListed(engine, id)).toBe(false);
    });

    test('and a tag of its repository are no hindrance to a removal by ID', async ({ skip }) => {
      const { tag, byDigest } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(tag, ignore);
      await engine.pullImage(byDigest, ignore);
      const id = await idOf(engine, tag);
      expect((await engine.removeImage(id)).removedImages).toEqual([id]);
    });

    test('and a tag of another repository are two names: no removal by ID', async ({ skip }) => {
      const { byDigest } = await publishApp(context, skip);
      const { engine } = current();
      await engine.pullImage(byDigest, ignore);
      const id = await idOf(engine, byDigest);
      await engine.tagImage(id, 'contract/other:1');
      await expectRejection(engine.removeImage(id), 'engine.conflict');
    });
  });
}

function describeRegistryFailures(context: ContractContext): void {
  const { current } = context;

  describe('a pull that cannot be', () => {
    test.for([
      ['an unknown tag', 'contract/app:never'],
      ['an unknown repository', 'contract/never:1'],
      ['an unknown digest', `contract/app@sha256:${'ab'.repeat(32)}`],
    ] as const)('of %s', async ([, path], { skip }) => {
      const { registry } = await publishApp(context, skip);
      const { engine } = current();
      const reference = `${registry.host}/${path}`;
      await expectRejection(engine.registryDigest(reference), 'registry.not-found');
      await expectRejection(engine.pullImage(reference, ignore), 'registry.not-found');
      await expectRejection(engine.inspectImage(reference), 'engine.not-found');
    });

    test('of a repository without a tag, which would be all of them', async ({ skip }) => {
      const { name, tag } = await publishApp(context, skip);
      const { engine } = current();
      await expectRejection(engine.pullImage(name, ignore), 'reference.invalid');
      await expectRejection(engine.registryDigest(name), 'reference.invalid');
      await expectRejection(engine.inspectImage(tag), 'engine.not-found');
    });

    test.each(['contract/UPPER:1', 'contract/app:', ''])('of %j, which is no name', async (reference) => {
      const { engine } = current();
      await expectRejection(engine.pullImage(reference, ignore), 'reference.invalid');
      await expectRejection(engine.registryDigest(reference), 'reference.invalid');
    });

    test('from a registry that is down', async ({ skip }) => {
      const { registry, tag } = await publishApp(context, skip);
      const { engine } = current();
      await registry.stop();
      await expectRejection(engine.registryDigest(tag), 'registry.unreachable');
      await expectRejection(engine.pullImage(tag, ignore), 'registry.unreachable');
      await registry.start();
      await engine.pullImage(tag, ignore);
    });

    test('because it is cancelled in its middle', async ({ skip }) => {
      const { tag } = await publishApp(context, skip);
      const { engine } = current();
      const abort = new AbortController();
      await expectRejection(
        engine.pullImage(tag, () => abort.abort(), abort.signal),
        'cancelled',
      );
    });
  });
}
