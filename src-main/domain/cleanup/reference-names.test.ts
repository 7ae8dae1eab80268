import { describe, expect, test } from 'vitest';

import { referenceNames, repositoryEnd } from './reference-names.ts';

const digest = `@sha256:${'a'.repeat(64)}`;

const rows: readonly (readonly [string, string, string, string])[] = [
  ['ubuntu:24.04', 'ubuntu', 'docker.io/library/ubuntu', ':24.04'],
  ['ubuntu', 'ubuntu', 'docker.io/library/ubuntu', ''],
  ['team/app:1', 'team/app', 'docker.io/team/app', ':1'],
  ['host:5000/team/app:1', 'host:5000/team/app', 'host:5000/team/app', ':1'],
  ['host:5000/app', 'host:5000/app', 'host:5000/app', ''],
  [`ubuntu${digest}`, 'ubuntu', 'docker.io/library/ubuntu', digest],
  [`ubuntu:24.04${digest}`, 'ubuntu', 'docker.io/library/ubuntu', `:24.04${digest}`],
  ['registry-1.docker.io/team/app:1', 'team/app', 'docker.io/team/app', ':1'],
  ['Not A Reference:1', 'Not A Reference', 'Not A Reference', ':1'],
  ['', '', '', ''],
  ['@x', '', '', '@x'],
  [':x', '', '', ':x'],
];

describe('the parts of a reference', () => {
  test.each(rows)('%s', (reference, familiar, canonical, suffix) => {
    const nameOf = referenceNames();
    expect(nameOf(reference)).toEqual({ familiar, canonical, suffix });
    // A second time from what was remembered.
    expect(nameOf(reference)).toEqual({ familiar, canonical, suffix });
  });

  test('a repository with several tags', () => {
    const nameOf = referenceNames();
    expect(['app:1', 'app:2', `app${digest}`].map((text) => nameOf(text).suffix)).toEqual([
      ':1',
      ':2',
      digest,
    ]);
  });

  test('a pattern has a repository too', () => {
    expect(['**', '**:1', 'host:5*/app', 'team/*:v*'].map(repositoryEnd)).toEqual([2, 2, 11, 6]);
  });
});
