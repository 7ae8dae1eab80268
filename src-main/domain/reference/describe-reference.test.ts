import { expect, test } from 'vitest';

import { describeReference } from './describe-reference.ts';

const hex = 'ab'.repeat(32);

test('a full reference is shown in its four parts', () => {
  expect(describeReference(`localhost:5000/team/app:1.2@sha256:${hex}`)).toEqual({
    ok: true,
    value: [
      { kind: 'registry', value: 'localhost:5000', at: 0, length: 14, isImplied: false },
      { kind: 'repository', value: 'team/app', at: 15, length: 8, isImplied: false },
      { kind: 'tag', value: '1.2', at: 24, length: 3, isImplied: false },
      { kind: 'digest', value: `sha256:${hex}`, at: 28, length: 71, isImplied: false },
    ],
  });
});

test('what is not typed is filled in and marked', () => {
  expect(describeReference('ubuntu')).toEqual({
    ok: true,
    value: [
      { kind: 'registry', value: 'docker.io', at: 0, length: 0, isImplied: true },
      { kind: 'repository', value: 'library/ubuntu', at: 0, length: 6, isImplied: false },
      { kind: 'tag', value: 'latest', at: 6, length: 0, isImplied: true },
    ],
  });
});

test('a digest decides, so no tag is filled in beside it', () => {
  const described = describeReference(`app@sha256:${hex}`);
  expect(described.ok && described.value.map(({ kind }) => kind)).toEqual([
    'registry',
    'repository',
    'digest',
  ]);
});

test('an alias of Docker Hub is shown as what it means', () => {
  const described = describeReference('index.docker.io/ubuntu:1');
  expect(described.ok && described.value[0]).toEqual({
    kind: 'registry',
    value: 'docker.io',
    at: 0,
    length: 15,
    isImplied: false,
  });
});

test('a wrong reference has its problem instead', () => {
  expect(describeReference('Ubuntu')).toEqual({
    ok: false,
    problem: { code: 'repository-uppercase', at: 0, length: 1 },
  });
});
