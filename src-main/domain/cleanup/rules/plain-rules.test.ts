import { describe, expect, test } from 'vitest';

import type { RecordedPast } from '../recorded-past.ts';
import { emptyPast } from '../recorded-past.ts';
import { verdictsOf } from '#test/support/plan-lines.ts';
import { factsOf, imageId, makeContainer, makeImage, makeSnapshot } from '#test/support/small-snapshot.ts';

describe('dangling', () => {
  test('untagged images nothing was built on go; a digest is no tag', () => {
    const snapshot = makeSnapshot([
      makeImage('a'),
      makeImage('b', { tags: ['app:1'] }),
      makeImage('c', { digests: [`app@${imageId('c')}`] }),
      makeImage('d'),
      makeImage('e', { parentId: imageId('d'), tags: ['child:1'] }),
    ]);
    expect(verdictsOf(factsOf(snapshot), { kind: 'dangling' })).toEqual({
      a: 'dangling',
      b: '-tagged',
      c: 'dangling',
      d: '-intermediate',
      e: '-tagged',
    });
  });
});

describe('unused', () => {
  test('what no container was created from or mounts goes, tagged or not', () => {
    const snapshot = makeSnapshot(
      [
        makeImage('a'),
        makeImage('b', { tags: ['app:1'] }),
        makeImage('c', { tags: ['used:1'] }),
        makeImage('d', { tags: ['mnt:1'] }),
      ],
      { containers: [makeContainer('box', 'c', { mountedImages: ['mnt:1'], state: 'created' })] },
    );
    expect(verdictsOf(factsOf(snapshot), { kind: 'unused' })).toEqual({
      a: 'unused',
      b: 'unused',
      c: '-in-use-by-container',
      d: '-mounted-by-container',
    });
  });
});

describe('superseded', () => {
  function past(former: Readonly<Record<string, readonly string[]>>): RecordedPast {
    const entries = Object.entries(former).map(([name, references]) => [imageId(name), references] as const);
    return { ...emptyPast, formerReferences: new Map(entries) };
  }

  test('an untagged image goes whose tag names another one now', () => {
    const snapshot = makeSnapshot([
      makeImage('a'),
      makeImage('b', { tags: ['app:1'] }),
      makeImage('c'),
      makeImage('d'),
      makeImage('e', { tags: ['other:1'] }),
    ]);
    const facts = factsOf(snapshot, {
      past: past({ a: ['old:9', 'app:1'], c: ['gone:1'], e: ['app:1'] }),
    });
    expect(verdictsOf(facts, { kind: 'superseded' })).toEqual({
      a: 'superseded',
      b: '-tagged',
      // Its tag was dropped, not moved on.
      c: '-not-superseded',
      // Nothing is written down of it.
      d: '-not-superseded',
      e: '-tagged',
    });
  });

  test('a step of another image is not touched', () => {
    const snapshot = makeSnapshot([
      makeImage('a'),
      makeImage('b', { tags: ['app:1'], parentId: imageId('a') }),
    ]);
    expect(verdictsOf(factsOf(snapshot, { past: past({ a: ['app:1'] }) }), { kind: 'superseded' })).toEqual({
      a: '-intermediate',
      b: '-tagged',
    });
  });
});
