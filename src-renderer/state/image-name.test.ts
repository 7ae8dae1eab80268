import { expect, it } from 'vitest';

import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import { imageName } from './image-name.ts';
import { imageRow } from './image-row-samples.ts';

const id = toImageId(`sha256:${'ab'.repeat(32)}`);

it.each<[string, Partial<ImageRow>, string]>([
  ['its tag', { tags: ['app:1', 'app:2'], formerReferences: ['app:0'] }, 'app:1'],
  ['what it was called', { tags: [], formerReferences: ['app:0'] }, 'app:0'],
  [
    'what it was called before it was parked',
    { tags: ['bin:5-ab'], parkedAtMs: 5, formerReferences: ['app:1'] },
    'app:1',
  ],
  [
    'a short ID in the bin of another window',
    { tags: ['bin:5-ab'], parkedAtMs: 5, formerReferences: [] },
    'abababababab',
  ],
  ['a short ID', { tags: [] }, 'abababababab'],
])('is named by %s', (_what, changes, name) => {
  expect(imageName(id, imageRow('a', changes))).toBe(name);
});

it('has its short ID when it is gone', () => {
  expect(imageName(id, undefined)).toBe('abababababab');
});
