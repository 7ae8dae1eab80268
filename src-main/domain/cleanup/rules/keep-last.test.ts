import { describe, expect, test } from 'vitest';

import type { EngineImage } from '../../image/engine-snapshot.ts';
import { binReference } from '../recycle-bin.ts';
import { verdictsOf } from '#test/support/plan-lines.ts';
import {
  factsOf,
  imageId,
  makeContainer,
  makeImage,
  makeSnapshot,
  smallNowMs,
} from '#test/support/small-snapshot.ts';

const builtIn2026 = (day: number): number => Date.UTC(2026, 0, day);

function tagged(name: string, day: number, ...tags: readonly string[]): EngineImage {
  return makeImage(name, { tags: tags.toSorted(), createdAtMs: builtIn2026(day) });
}

function verdicts(count: number, by: 'created' | 'version', ...images: readonly EngineImage[]): unknown {
  return verdictsOf(factsOf(makeSnapshot(images)), { kind: 'keep-last', count, by });
}

describe('the last by creation', () => {
  test('the newest of each repository stay', () => {
    const images = [
      tagged('a', 1, 'x:1'),
      tagged('b', 3, 'x:3'),
      tagged('c', 2, 'x:2'),
      tagged('d', 1, 'y:1'),
    ];
    expect(verdicts(1, 'created', ...images)).toEqual({
      a: 'beyond-last',
      b: '-among-last',
      c: 'beyond-last',
      d: '-among-last',
    });
    expect(verdicts(2, 'created', ...images)).toMatchObject({ a: 'beyond-last', c: '-among-last' });
    expect(verdicts(3, 'created', ...images)).toMatchObject({ a: '-among-last' });
  });

  test('one repository is enough to stay, and several tags in one are one place', () => {
    const images = [
      tagged('a', 1, 'x:1', 'y:1'),
      tagged('b', 2, 'x:2', 'x:3', 'x:latest'),
      tagged('c', 3, 'x:4'),
    ];
    expect(verdicts(1, 'created', ...images)).toEqual({
      a: '-among-last',
      b: 'beyond-last',
      c: '-among-last',
    });
    expect(verdicts(2, 'created', ...images)).toMatchObject({ b: '-among-last' });
  });

  test('a repository has one name, however it is written; a port is part of it', () => {
    const images = [
      tagged('a', 1, 'docker.io/team/x:1'),
      tagged('b', 2, 'team/x:2'),
      tagged('c', 1, 'host:5000/x:1'),
      tagged('d', 2, 'host:5001/x:1'),
    ];
    expect(verdicts(1, 'created', ...images)).toEqual({
      a: 'beyond-last',
      b: '-among-last',
      c: '-among-last',
      d: '-among-last',
    });
  });

  test('of the same age the smaller ID stays', () => {
    expect(verdicts(1, 'created', tagged('b', 1, 'x:1'), tagged('a', 1, 'x:2'))).toEqual({
      a: '-among-last',
      b: 'beyond-last',
    });
  });

  test('what has no age stays and takes nobody a place', () => {
    const ageless = makeImage('a', { tags: ['x:1'], createdAtMs: 0 });
    expect(verdicts(1, 'created', ageless, tagged('b', 1, 'x:2'), tagged('c', 2, 'x:3'))).toEqual({
      a: '-age-not-known',
      b: 'beyond-last',
      c: '-among-last',
    });
  });

  test('what was built after now, by its word, has no age either: it must not push out the newest', () => {
    const early = makeImage('a', { tags: ['x:1'], createdAtMs: smallNowMs + 2 * 86_400_000 });
    expect(verdicts(1, 'created', early, tagged('b', 1, 'x:2'), tagged('c', 2, 'x:3'))).toEqual({
      a: '-age-not-known',
      b: 'beyond-last',
      c: '-among-last',
    });
    // Clocks of two machines differ a little.
    const ahead = makeImage('a', { tags: ['x:1'], createdAtMs: smallNowMs + 60_000 });
    expect(verdicts(1, 'created', ahead, tagged('c', 2, 'x:3'))).toMatchObject({ a: '-among-last' });
  });

  test('what has no tag belongs to no repository, whatever its digests say', () => {
    const untagged = makeImage('a', { digests: [`x@${imageId('a')}`], createdAtMs: builtIn2026(1) });
    expect(verdicts(1, 'created', untagged, tagged('b', 2, 'x:1'))).toEqual({
      a: '-untagged',
      b: '-among-last',
    });
  });

  test('the recycle bin is no repository, and what lies in it takes nobody a place', () => {
    const half = tagged('a', 1, 'x:1', binReference(imageId('a'), 5));
    const parked = tagged('b', 3, binReference(imageId('b'), 6));
    expect(verdicts(1, 'created', half, parked, tagged('c', 2, 'x:2'))).toEqual({
      a: 'beyond-last',
      b: '-parked',
      c: '-among-last',
    });
  });

  test('an image in use takes a place as well', () => {
    const snapshot = makeSnapshot([tagged('a', 2, 'x:2'), tagged('b', 1, 'x:1')], {
      containers: [makeContainer('box', 'a')],
    });
    expect(verdictsOf(factsOf(snapshot), { kind: 'keep-last', count: 1, by: 'created' })).toEqual({
      a: '-in-use-by-container -among-last',
      b: 'beyond-last',
    });
  });
});

describe('the last by version', () => {
  test('versions count, not the time they were built', () => {
    const images = [tagged('a', 9, 'x:1.2.3'), tagged('b', 8, 'x:1.10.0'), tagged('c', 1, 'x:v2.0.0-rc.1')];
    expect(verdicts(1, 'version', ...images)).toEqual({
      a: 'beyond-last',
      b: 'beyond-last',
      c: '-among-last',
    });
    expect(verdicts(2, 'version', ...images)).toMatchObject({ a: 'beyond-last', b: '-among-last' });
  });

  test('a pre-release comes before its release', () => {
    expect(verdicts(1, 'version', tagged('a', 2, 'x:2.0.0-rc.1'), tagged('b', 1, 'x:2.0.0'))).toEqual({
      a: 'beyond-last',
      b: '-among-last',
    });
  });

  test('the highest version of an image is its own', () => {
    expect(verdicts(1, 'version', tagged('a', 1, 'x:1.0.0', 'x:3.0.0'), tagged('b', 2, 'x:2.0.0'))).toEqual({
      a: '-among-last',
      b: 'beyond-last',
    });
  });

  test('a tag that is no version keeps its image, which takes nobody a place', () => {
    const images = [
      tagged('a', 1, 'x:latest'),
      tagged('b', 1, 'x:1.0.0', 'x:1'),
      tagged('c', 1, 'x:2.0.0'),
      tagged('d', 1, 'x:0.9.0', 'y:edge'),
    ];
    expect(verdicts(1, 'version', ...images)).toEqual({
      a: '-no-version',
      b: '-no-version',
      c: '-among-last',
      d: '-no-version',
    });
  });

  test('every repository must put it beyond', () => {
    const images = [
      tagged('a', 1, 'x:1.0.0', 'y:1.0.0'),
      tagged('b', 1, 'x:2.0.0'),
      tagged('c', 1, 'y:2.0.0'),
    ];
    expect(verdicts(1, 'version', ...images)).toMatchObject({ a: 'beyond-last' });
    expect(verdicts(1, 'version', ...images.slice(0, 2))).toMatchObject({ a: '-among-last' });
  });

  test('what has no tag has no version', () => {
    expect(verdicts(1, 'version', makeImage('a'))).toEqual({ a: '-untagged' });
  });
});
