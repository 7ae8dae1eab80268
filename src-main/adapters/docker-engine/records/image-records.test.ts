import { describe, expect, test } from 'vitest';

import { capturedEngines, fixtureBody } from '#test/support/engine-fixture.ts';

import { isDigestShaped } from '../../../domain/image/hashes.ts';
import type { ImageDetail, ListedImage } from '../../../ports/engine/engine-images.ts';
import { readImageDetail } from './image-detail.ts';
import { readImageHistory } from './image-history.ts';
import { readImageSummaries } from './image-summary.ts';

const o20 = 'docker-20.10.24-classic-1.41';
const o28 = 'docker-28.5.2-classic-1.51';
const c28 = 'docker-28.5.2-containerd-1.51';
const podman = 'podman-5.8.6-1.44';

function listed(engine: string, sharedIsReal = true): readonly ListedImage[] {
  const { images, skipped } = readImageSummaries(fixtureBody(engine, 'images'), sharedIsReal);
  expect(skipped).toEqual([]);
  return images;
}

function named(engine: string, ending: string): ListedImage {
  const image = listed(engine).find(({ tags }) => tags.some((tag) => tag.endsWith(ending)));
  if (image === undefined) throw new Error(`${ending} was not captured of ${engine}`);
  return image;
}

function detail(engine: string, image: string, sizeIsLayers = true): ImageDetail {
  return readImageDetail(fixtureBody(engine, `inspect-${image}`), image, sizeIsLayers);
}

describe.each(capturedEngines)('the list of %s', (engine) => {
  const images = listed(engine);

  test('has every row, once, sorted by ID', () => {
    const ids = images.map(({ id }) => id);
    expect(ids).toHaveLength((fixtureBody(engine, 'images') as unknown[]).length);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids.every(isDigestShaped)).toBe(true);
  });

  test('has no names that are none, sorted tags, and parents written like IDs', () => {
    for (const { tags, digests, parentId } of images) {
      expect([...tags, ...digests].join()).not.toContain('<none>');
      expect(tags).toEqual([...tags].sort());
      expect(parentId === null || isDigestShaped(parentId)).toBe(true);
    }
    expect(images.some(({ parentId }) => parentId !== null)).toBe(true);
    expect(images.some(({ tags }) => tags.length === 0)).toBe(true);
  });

  test('has lab/app:1 with both tags, its labels and a time', () => {
    const app = named(engine, 'lab/app:1');
    expect(app.tags.filter((tag) => /(^|localhost\/)lab\/app:/.test(tag))).toHaveLength(2);
    expect(app.labels).toEqual({ note: '日本語 label', 'org.opencontainers.image.title': 'App' });
    expect(new Date(app.createdAtMs).getUTCFullYear()).toBe(2026);
  });
});

describe('bytes in the list', () => {
  test('20.10 does not know what is shared; 28 does', () => {
    expect(named(o20, 'lab/app:1')).toMatchObject({ bytes: 2062257, sharedBytes: 'unknown' });
    expect(named(o28, 'lab/app:1')).toMatchObject({ bytes: 2062257, sharedBytes: 2062257 });
    expect(named(o28, 'lab/held:1')).toMatchObject({ bytes: 2062257, sharedBytes: 2002256 });
    expect(named(o28, 'lab/empty:1')).toMatchObject({ bytes: 0, sharedBytes: 0 });
  });

  test('Podman’s 0 is not believed', () => {
    expect(listed(podman).every(({ sharedBytes }) => sharedBytes === 0)).toBe(true);
    expect(listed(podman, false).every(({ sharedBytes }) => sharedBytes === 'unknown')).toBe(true);
  });

  test('the containerd store counts content and layers apart, per manifest', () => {
    const multi = named(c28, 'lab/multi:1');
    expect(multi.manifests).toMatchObject([
      {
        kind: 'image',
        platform: 'linux/amd64',
        available: true,
        manifestBytes: 418,
        contentBytes: 847,
        unpackedBytes: 40960,
      },
      {
        kind: 'image',
        platform: 'linux/arm64/v8',
        available: true,
        manifestBytes: 418,
        contentBytes: 864,
        unpackedBytes: 0,
      },
    ]);
    expect(multi.bytes).toBe(847 + 40960 + 864);
    expect(named(c28, 'lab/kit:1').manifests).toMatchObject([
      { kind: 'image', platform: 'linux/amd64' },
      { kind: 'attestation', platform: '', unpackedBytes: 0 },
    ]);
    expect(named(o28, 'lab/app:1').manifests).toEqual([]);
  });

  test.each([c28])('list.Size is the sum over manifests: %s', (engine) => {
    for (const image of listed(engine)) {
      const total = image.manifests.reduce(
        (sum, m) => sum + Number(m.contentBytes) + Number(m.unpackedBytes),
        0,
      );
      expect(total).toBe(image.bytes);
    }
  });
});

test('a bad row is kept aside with its reason; the others stay', () => {
  const good = { Id: 'a'.repeat(64), Created: 1, Size: -1, SharedSize: -1 };
  const { images, skipped } = readImageSummaries([good, { Id: 7 }, null, { ...good, Labels: 'x' }], true);
  expect(images).toMatchObject([
    { id: `sha256:${'a'.repeat(64)}`, bytes: 'unknown', sharedBytes: 'unknown', tags: [] },
  ]);
  expect(skipped).toHaveLength(3);
  expect(skipped[0]).toMatchObject({ answer: 'GET /images/json', raw: '{"Id":7}' });
  expect(skipped[0]?.why).toContain('Id: ');
});

test('a time before 1970 is no time', () => {
  const { images } = readImageSummaries([{ Id: 'x', Created: -62135596800, Size: 1 }], true);
  expect(images[0]?.createdAtMs).toBe(0);
});

describe.each(capturedEngines)('inspect of %s', (engine) => {
  test('tells the settings of lab/app:1', () => {
    expect(detail(engine, 'app').config).toEqual({
      environment: ['PATH=/bin', 'MODE=production'],
      entrypoint: ['/bin/busybox'],
      command: ['sleep', '1000'],
      workingDirectory: '/srv/app',
      user: '1000',
      exposedPorts: ['8080/tcp', '9090/udp'],
      volumes: ['/data'],
      labels: { note: '日本語 label', 'org.opencontainers.image.title': 'App' },
      stopSignal: 'SIGINT',
    });
  });

  test('tells layers that begin with those of lab/base:1', () => {
    const [app, base] = [detail(engine, 'app').stack, detail(engine, 'base').stack];
    expect(app.platform).toBe('linux/amd64');
    expect(base.diffIds).toHaveLength(2);
    expect(app.diffIds.slice(0, 2)).toEqual(base.diffIds);
    expect(app.diffIds.every(isDigestShaped)).toBe(true);
  });

  test('is the same image as in the list, and keeps the answer word for word', () => {
    const { id, tags, raw } = detail(engine, 'app');
    expect({ id, tags }).toEqual({
      id: named(engine, 'lab/app:1').id,
      tags: named(engine, 'lab/app:1').tags,
    });
    expect(raw).toEqual(fixtureBody(engine, 'inspect-app'));
  });
});

describe('what `Size` of inspect means', () => {
  test('layers on the classic store; nothing certain elsewhere', () => {
    expect(detail(o28, 'app').stack.unpackedBytes).toBe(2062257);
    expect(detail(c28, 'app', false).stack.unpackedBytes).toBe('unknown');
    expect(detail(podman, 'app', false).stack.unpackedBytes).toBe('unknown');
  });

  test.each([o20, o28, c28])('no layers are 0 bytes, though `Layers` is absent: %s', (engine) => {
    expect(fixtureBody(engine, 'inspect-empty')).not.toHaveProperty('RootFS.Layers');
    expect(detail(engine, 'empty', false).stack).toMatchObject({ diffIds: [], unpackedBytes: 0 });
  });

  test('a platform that was chosen is told with its variant', () => {
    expect(detail(c28, 'multi-arm64', false).platform).toBe('linux/arm64/v8');
  });
});

describe.each(capturedEngines)('history of %s', (engine) => {
  const steps = readImageHistory(fixtureBody(engine, 'history-app'), 'lab/app:1');

  test('begins with the oldest step and ends with the newest', () => {
    expect(steps[0]?.createdBy).toContain('in /bin/busybox');
    expect(steps.at(-1)?.createdBy).toContain('CMD ["sleep" "1000"]');
    expect(steps.every(({ createdAtMs }) => createdAtMs !== null)).toBe(true);
  });

  test('knows `<missing>` from an image', () => {
    expect(steps.some(({ imageId }) => imageId?.includes('missing') ?? false)).toBe(false);
    expect(steps.every(({ imageId }) => imageId === null || isDigestShaped(imageId))).toBe(true);
  });
});

describe('the bytes of a history', () => {
  const sum = (engine: string, image: string): number =>
    readImageHistory(fixtureBody(engine, `history-${image}`), '').reduce(
      (total, { bytes }) => total + bytes,
      0,
    );

  test('are the bytes of the image on the classic store', () => {
    expect(sum(o20, 'app')).toBe(named(o20, 'lab/app:1').bytes);
    expect(sum(o28, 'app')).toBe(named(o28, 'lab/app:1').bytes);
  });

  test('are what is unpacked on the containerd store, but for steps the classic builder ran in a container', () => {
    expect(sum(c28, 'base')).toBe(named(c28, 'lab/base:1').manifests[0]?.unpackedBytes);
    // `WORKDIR` was such a step: its snapshot stands on the container's own first one, which is no layer.
    expect(named(c28, 'lab/app:1').manifests[0]?.unpackedBytes).toBe(sum(c28, 'app') + 28_672);
  });
});

test('BuildKit’s history says so; a platform that is not unpacked has no bytes', () => {
  const kit = readImageHistory(fixtureBody(c28, 'history-kit'), '');
  expect(kit.some(({ comment }) => comment === 'buildkit.dockerfile.v0')).toBe(true);
  expect(readImageHistory(fixtureBody(c28, 'history-multi-arm64'), '').map(({ bytes }) => bytes)).toEqual([
    0,
  ]);
});

test('a history with one bad step is no history', () => {
  expect(() => readImageHistory([{ CreatedBy: 'x' }], 'lab/app:1')).toThrow(/0\.Size/);
});
