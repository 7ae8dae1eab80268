import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

/** An image for a test: 300 bytes of its own, 200 shared, created at the epoch; `name` becomes its ID and its tag. */
export function imageRow(name: string, changes: Partial<ImageRow> = {}): ImageRow {
  return {
    id: toImageId(`sha256:${name}`),
    tags: [`${name}:1`],
    digests: [],
    parentId: null,
    dangling: false,
    intermediate: false,
    createdAtMs: 0,
    bytes: 500,
    sharedBytes: 200,
    exclusiveBytes: 300,
    engineSharedBytes: 0,
    contentBytes: 0,
    containers: [],
    platforms: ['linux/amd64'],
    labels: {},
    recoverable: 'local-only',
    family: { key: 'base', label: 'debian:12', hue: 120, pattern: 1 },
    parkedAtMs: null,
    pin: null,
    lastUsedAtMs: null,
    formerReferences: [],
    layerCount: 3,
    ...changes,
  };
}

/** A container that keeps an image. */
export const runningContainer: ImageRow['containers'][number] = {
  id: 'c0ffee',
  name: 'web-1',
  state: 'running',
  composeProject: null,
};
