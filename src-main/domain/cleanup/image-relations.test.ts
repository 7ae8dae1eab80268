import { describe, expect, test } from 'vitest';

import { toManifestDigest } from '../image/hashes.ts';
import { imageRelations } from './image-relations.ts';
import { imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

const a = imageId('a');
const b = imageId('b');
const gone = imageId('dead');
const pulledDigest = `sha256:${'9'.repeat(64)}`;

describe('dangling and intermediate', () => {
  test('an untagged image is dangling until something is built on it', () => {
    const alone = imageRelations(makeSnapshot([makeImage('a')]));
    expect([alone.isDangling(a), alone.isIntermediate(a)]).toEqual([true, false]);
    const parent = imageRelations(makeSnapshot([makeImage('a'), makeImage('b', { parentId: a })]));
    expect([parent.isDangling(a), parent.isIntermediate(a)]).toEqual([false, true]);
    expect(parent.childrenOf(a)).toEqual([b]);
  });

  test('a tag is what makes an image tagged; a digest alone does not', () => {
    const relations = imageRelations(
      makeSnapshot([
        makeImage('a', { tags: ['app:1'], digests: [`app@${a}`] }),
        makeImage('b', { digests: [`app@${b}`] }),
      ]),
    );
    expect(relations.isDangling(a)).toBe(false);
    expect(relations.isDangling(b)).toBe(true);
  });

  test('a tagged image with children is neither', () => {
    const relations = imageRelations(
      makeSnapshot([makeImage('a', { tags: ['app:1'] }), makeImage('b', { parentId: a })]),
    );
    expect([relations.isDangling(a), relations.isIntermediate(a)]).toEqual([false, false]);
  });

  test('a parent that is gone, or the image itself, counts for nothing', () => {
    const relations = imageRelations(
      makeSnapshot([makeImage('a', { parentId: a }), makeImage('b', { parentId: gone })]),
    );
    expect(relations.isDangling(a)).toBe(true);
    expect(relations.childrenOf(gone)).toEqual([]);
  });

  test('an image nobody knows is nothing', () => {
    const relations = imageRelations(makeSnapshot([]));
    expect([relations.isDangling(gone), relations.isIntermediate(gone), relations.isUsed(gone)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('containers', () => {
  test('every state counts, and the containers come sorted, each once', () => {
    const snapshot = makeSnapshot([makeImage('a', { tags: ['app:1'] })], {
      containers: [
        makeContainer('z', 'a', { state: 'created' }),
        makeContainer('m', 'dead', { mountedImages: ['app:1', 'app:1'] }),
        makeContainer('k', 'a', { mountedImages: ['app:1'] }),
      ],
    });
    const relations = imageRelations(snapshot);
    expect(relations.containersOf(a).map(({ id }) => id)).toEqual(['k', 'm', 'z']);
    expect([relations.isUsed(a), relations.isMounted(a)]).toEqual([true, true]);
  });

  const mounts = [
    'ubuntu:24.04',
    'ubuntu',
    'docker.io/library/ubuntu:24.04',
    `ubuntu@${a}`,
    `docker.io/library/ubuntu@${a}`,
    `ubuntu:gone@${a}`,
    `other@${a}`,
    `ubuntu:24.04@${gone}`,
    `ubuntu@${pulledDigest}`,
    `elsewhere:5000/ubuntu:1@${pulledDigest}`,
    pulledDigest,
    a,
    'a',
    'a000',
    'sha256:a000',
    'Not A Reference',
  ] as const;
  test.each(mounts)('a mount of %s keeps the image it means', (mounted) => {
    const image = makeImage('a', {
      tags: ['ubuntu:24.04', 'ubuntu:latest'],
      digests: [`ubuntu@${a}`, `ubuntu@${pulledDigest}`],
    });
    const containers = [makeContainer('c', 'dead', { mountedImages: [mounted] })];
    expect(imageRelations(makeSnapshot([image], { containers })).isMounted(a)).toBe(
      mounted !== 'Not A Reference',
    );
  });

  test.each([`ubuntu@${gone}`, 'ubuntu:22.04', 'debian', 'b', `${'9'.repeat(63)}`])(
    'a mount of %s means another image',
    (mounted) => {
      const image = makeImage('a', { tags: ['ubuntu:24.04'], digests: [`ubuntu@${pulledDigest}`] });
      const containers = [makeContainer('c', 'dead', { mountedImages: [mounted] })];
      expect(imageRelations(makeSnapshot([image], { containers })).isMounted(a)).toBe(false);
    },
  );

  test('a container that names a manifest keeps the index it belongs to', () => {
    const manifest = {
      digest: toManifestDigest(b),
      kind: 'image',
      platform: 'linux/amd64',
      available: true,
      manifestBytes: 1,
      contentBytes: 1,
      unpackedBytes: 1,
    } as const;
    const snapshot = makeSnapshot([makeImage('a', { manifests: [manifest] })], {
      containers: [makeContainer('c', 'b')],
    });
    expect(imageRelations(snapshot).isUsed(a)).toBe(true);
  });
});
