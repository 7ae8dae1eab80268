import { describe, expect, test } from 'vitest';

import type { StoreKind } from '../image/engine-snapshot.ts';
import type { RegistryCheck } from './recorded-past.ts';
import { recoveryLookup, registryAnswers } from './recovery-of.ts';
import { binReference, binRepository } from './recycle-bin.ts';
import { imageId, makeImage } from '#test/support/small-snapshot.ts';

const a = imageId('a');
const digest = `sha256:${'d'.repeat(64)}`;
const moved = `sha256:${'e'.repeat(64)}`;
const labels = { 'org.opencontainers.image.url': 'https://app', 'com.docker.compose.project': 'shop' };
const builtBy = { label: 'com.docker.compose.project', value: 'shop' };

function checks(said: Readonly<Record<string, string | null>>): {
  registryChecks: ReadonlyMap<string, RegistryCheck>;
} {
  const entries = Object.entries(said).map(
    ([reference, answer]) => [reference, { checkedAtMs: 1, digest: answer }] as const,
  );
  return { registryChecks: new Map(entries) };
}

interface RecoveryRow {
  readonly name: string;
  readonly store: StoreKind;
  readonly image: Parameters<typeof makeImage>[1];
  readonly said?: Readonly<Record<string, string | null>>;
  readonly back: unknown;
}

const rows: readonly RecoveryRow[] = [
  {
    name: 'pulled, by the word of the classic store',
    store: 'classic',
    image: { tags: ['x:1'], digests: [`x@${digest}`] },
    back: { kind: 're-pullable', pullFrom: [`x@${digest}`], builtBy: null },
  },
  {
    name: 'pulled and labelled',
    store: 'classic',
    image: { tags: ['x:1'], digests: [`x@${digest}`], labels },
    back: { kind: 're-pullable', pullFrom: [`x@${digest}`], builtBy },
  },
  {
    name: 'a registry said that it has the digest no more',
    store: 'classic',
    image: { digests: [`x@${digest}`, `y@${digest}`] },
    said: { [`x@${digest}`]: null },
    back: { kind: 're-pullable', pullFrom: [`y@${digest}`], builtBy: null },
  },
  {
    name: 'the only registry said so',
    store: 'classic',
    image: { digests: [`x@${digest}`] },
    said: { [`x@${digest}`]: null },
    back: { kind: 'local-only', pullFrom: [], builtBy: null },
  },
  {
    name: 'its tag moved on, its digest may well be there',
    store: 'classic',
    image: { tags: ['x:1'], digests: [`x@${digest}`] },
    said: { 'x:1': moved },
    back: { kind: 're-pullable', pullFrom: [`x@${digest}`], builtBy: null },
  },
  {
    name: 'built with Compose',
    store: 'classic',
    image: { tags: ['x:1'], labels },
    back: { kind: 'rebuildable', pullFrom: [], builtBy },
  },
  {
    name: 'a label with nothing in it',
    store: 'classic',
    image: { labels: { 'com.docker.compose.project': '' } },
    back: { kind: 'local-only', pullFrom: [], builtBy: null },
  },
  {
    name: 'nothing known, classic',
    store: 'classic',
    image: { tags: ['x:1'] },
    back: { kind: 'local-only', pullFrom: [], builtBy: null },
  },
  {
    name: 'digests of the containerd store are candidates',
    store: 'containerd',
    image: { tags: ['x:1'], digests: [`x@${a}`] },
    back: { kind: 'unknown', pullFrom: [`x@${a}`], builtBy: null },
  },
  {
    name: 'a registry confirmed it',
    store: 'containerd',
    image: { tags: ['x:1'], digests: [`x@${a}`], labels },
    said: { 'x:1': a },
    back: { kind: 're-pullable', pullFrom: [`x@${a}`], builtBy },
  },
  {
    name: 'a registry gives something else',
    store: 'containerd',
    image: { tags: ['x:1'], digests: [`x@${a}`] },
    said: { 'x:1': moved },
    back: { kind: 'local-only', pullFrom: [], builtBy: null },
  },
  {
    name: 'a registry has nothing, and a label says how it was built',
    store: 'containerd',
    image: { tags: ['x:1'], digests: [`x@${a}`], labels },
    said: { 'x:1': null },
    back: { kind: 'rebuildable', pullFrom: [], builtBy },
  },
  {
    name: 'one of two registries confirmed it',
    store: 'containerd',
    image: { tags: ['x:1', 'y:1'], digests: [`x@${a}`, `y@${a}`] },
    said: { 'x:1': moved, 'y:1': a },
    back: { kind: 're-pullable', pullFrom: [`y@${a}`], builtBy: null },
  },
];

describe('how an image can be had again', () => {
  test.each(rows)('$name', ({ store, image, said = {}, back }) => {
    expect(recoveryLookup(store, checks(said))(makeImage('a', image))).toEqual(back);
  });
});

describe('an image in the recycle bin', () => {
  const tags = [binReference(a, 1)];
  const image = makeImage('a', { tags, digests: [`${binRepository}@${a}`] });
  const lost = new Map([[a, { tags: ['x:1'], digests: [`x@${digest}`] }]]);

  test('is had again as it was before it came there', () => {
    const recoveryOf = recoveryLookup('classic', { ...checks({}), beforeParked: lost });
    expect(recoveryOf(image)).toEqual({ kind: 're-pullable', pullFrom: [`x@${digest}`], builtBy: null });
  });

  test('is what a registry said of the names it had', () => {
    const recoveryOf = recoveryLookup('containerd', { ...checks({ 'x:1': a }), beforeParked: lost });
    expect(recoveryOf(image)).toEqual({ kind: 're-pullable', pullFrom: [`x@${a}`], builtBy: null });
  });

  test.each(['classic', 'containerd'] as const)('is pulled from no bin on the %s store', (store) => {
    const kind = store === 'classic' ? 'local-only' : 'unknown';
    expect(recoveryLookup(store, checks({}))(image)).toEqual({ kind, pullFrom: [], builtBy: null });
  });

  test('is there by the names it has when somebody took it out', () => {
    const recoveryOf = recoveryLookup('classic', { ...checks({}), beforeParked: lost });
    const taken = { ...image, tags: [...tags, 'mine:1'] };
    expect(recoveryOf(taken)).toEqual({ kind: 'local-only', pullFrom: [], builtBy: null });
  });
});

describe('what a registry said counts', () => {
  const image = makeImage('a', { tags: ['registry-1.docker.io/team/x:1'], digests: [`team/x@${digest}`] });

  test('under the familiar form of a reference', () => {
    const { isAsked, confirmed } = registryAnswers('classic', checks({ 'team/x:1': digest }))(image);
    expect([isAsked, confirmed]).toEqual([true, [`registry-1.docker.io/team/x@${digest}`]]);
  });

  test('only for the repository that was asked', () => {
    const other = makeImage('a', { tags: ['other:1'], digests: [`team/x@${digest}`] });
    const { isAsked, confirmed } = registryAnswers('classic', checks({ 'other:1': digest }))(other);
    expect([isAsked, confirmed]).toEqual([true, []]);
  });

  test('as nothing for an image nobody asked about', () => {
    const { isAsked } = registryAnswers('classic', checks({ 'nothing:1': digest }))(image);
    expect(isAsked).toBe(false);
  });
});
