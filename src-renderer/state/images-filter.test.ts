import { describe, expect, it } from 'vitest';

import type { ImageRow } from '#main/contract/views/engine-view.ts';

import { imageRow, runningContainer } from './image-row-samples.ts';
import { isInFacet, parseImageFilter, searchText, type ImageFacet } from './images-filter.ts';

const dayMs = 86_400_000;
const nowMs = 100 * dayMs;
const passes = (typed: string, row: ImageRow): boolean =>
  parseImageFilter(typed).passes(row, searchText(row), nowMs);

const row = imageRow('shop/api', {
  bytes: 500e6,
  createdAtMs: nowMs - 40 * dayMs,
  labels: { team: 'web', 'org.label': '' },
  digests: ['shop/api@sha256:feed'],
  formerReferences: ['shop/old:9'],
});

describe('what passes', () => {
  it.each([
    ['', 'nothing typed'],
    ['api', 'a part of the tag'],
    ['API shop', 'words in any case and order'],
    ['shop/api:1', 'a whole reference: its colon makes no facet'],
    ['feed', 'a digest'],
    ['old:9', 'a former name'],
    ['team=web', 'a label as text'],
    ['larger:499MB smaller:501MB', 'both bounds'],
    ['larger:0.4GB', 'a fraction'],
    ['older:30d newer:2m', 'an age between'],
    ['label:team', 'a label'],
    ['label:org.label=', 'a label with an empty value'],
    ['label:team=web base:DEBIAN is:unused is:local', 'everything together'],
  ])('%s: %s', (typed) => expect(passes(typed, row)).toBe(true));
});

describe('what does not', () => {
  it.each([
    ['api nginx', 'one word is missing'],
    ['larger:500MB', 'not larger than itself'],
    ['smaller:500MB', 'not smaller than itself'],
    ['older:41d', 'too young'],
    ['newer:5w', 'too old'],
    ['label:tea', 'a part of a label is not the label'],
    ['label:team=we', 'nor a part of its value'],
    ['label:constructor', 'not what every object has'],
    ['base:alpine', 'another base'],
    ['is:in-use', 'no container'],
    ['is:dangling', 'it has a tag'],
  ])('%s: %s', (typed) => expect(passes(typed, row)).toBe(false));
});

it('says nothing of an image of unknown size', () => {
  const unknownSize = imageRow('a', { bytes: 'unknown' });
  expect([passes('larger:1B', unknownSize), passes('smaller:1TB', unknownSize)]).toEqual([false, false]);
});

it.each([
  ['larger:big', ['larger:big']],
  ['older:30', ['older:30']],
  ['is:old nginx', ['is:old']],
])('names the misspelt facet in %s and leaves it out', (typed, problems) => {
  expect(parseImageFilter(typed).problems).toEqual(problems);
  expect(passes(typed, imageRow('nginx'))).toBe(true);
});

it.each<[ImageFacet, string[]]>([
  ['all', ['used', 'free', 'lost']],
  ['in-use', ['used']],
  ['unused', ['free', 'lost']],
  ['dangling', ['lost']],
  ['untagged', ['lost']],
])('facet %s holds %j', (facet, names) => {
  const rows = {
    used: imageRow('used', { containers: [runningContainer] }),
    free: imageRow('free'),
    lost: imageRow('lost', { tags: [], dangling: true }),
  };
  expect(Object.keys(rows).filter((name) => isInFacet(rows[name as keyof typeof rows], facet))).toEqual(
    names,
  );
});
