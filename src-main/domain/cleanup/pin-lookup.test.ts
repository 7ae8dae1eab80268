import { describe, expect, test } from 'vitest';

import type { Pin } from './pin.ts';
import { pinLookup } from './pin-lookup.ts';
import { imageId, makeImage } from '#test/support/small-snapshot.ts';

const digest = `sha256:${'d'.repeat(64)}`;
const image = makeImage('a', {
  tags: ['host:5000/team/api:2.1.0', 'ubuntu:24.04'],
  digests: [`ubuntu@${digest}`],
  labels: { stage: 'prod', empty: '' },
});

function byPattern(pattern: string): Pin {
  return { kind: 'reference', pattern };
}

function byLabel(name: string, value: string | null = null): Pin {
  return { kind: 'label', name, value };
}

const holding: readonly Pin[] = [
  byPattern('ubuntu'),
  byPattern('ubuntu:24.04'),
  byPattern('docker.io/library/ubuntu'),
  byPattern('docker.io/library/ubuntu:24.04'),
  byPattern('index.docker.io/library/ubuntu:24.04'),
  byPattern(`ubuntu@${digest}`),
  byPattern(`docker.io/library/ubuntu@${digest}`),
  byPattern(`ubuntu:any@${digest}`),
  byPattern('host:5000/team/api'),
  byPattern('host:5000/team/api:2.1.0'),
  byPattern('**'),
  byPattern('*'),
  byPattern('**:24.04'),
  byPattern('**/ubuntu'),
  byPattern('docker.io/**'),
  byPattern('docker.io/library/*:24.*'),
  byPattern('host:5000/**'),
  byPattern('host:5000/*/api'),
  byPattern('host:5000/team/*:2.*'),
  byPattern('ubuntu@sha256:dddd*'),
  byPattern('*:any@sha256:dddd*'),
  byLabel('stage'),
  byLabel('stage', 'prod'),
  byLabel('empty'),
  byLabel('empty', ''),
  { kind: 'image', id: imageId('a') },
];

const letting: readonly Pin[] = [
  byPattern('ubuntu:24'),
  byPattern('ubuntu:latest'),
  byPattern('Ubuntu'),
  byPattern('ubunt'),
  byPattern('library/ubunt*'),
  byPattern('quay.io/library/ubuntu'),
  byPattern(`ubuntu@sha256:${'e'.repeat(64)}`),
  byPattern(`other@${digest}`),
  byPattern('host:5000'),
  byPattern('host:5000/*'),
  byPattern('team/api'),
  byPattern('*:2.1.0'),
  byPattern('.*'),
  byLabel('Stage'),
  byLabel('stage', 'PROD'),
  byLabel('stage', ''),
  byLabel('toString'),
  { kind: 'image', id: imageId('b') },
];

describe('a pin holds', () => {
  test.each(holding)('%o', (pin) => expect(pinLookup([pin])(image)).toBe(pin));
});

describe('a pin lets go', () => {
  test.each(letting)('%o', (pin) => expect(pinLookup([pin])(image)).toBeNull());
});

describe('of several pins', () => {
  test('the first that holds is named, whatever kind it is', () => {
    const [other, ...some] = [
      byPattern('nothing'),
      byPattern('**'),
      byLabel('stage'),
      { kind: 'image', id: imageId('a') } as const,
      byPattern('ubuntu:24.04'),
    ] as const;
    for (const first of some) {
      const rest = some.filter((pin) => pin !== first);
      expect(pinLookup([other, first, ...rest])(image)).toBe(first);
    }
  });

  test('none holds what has no name, but by label and ID', () => {
    const nameless = makeImage('b', { labels: { stage: 'test' } });
    expect(pinLookup([byPattern('**'), byLabel('stage', 'prod')])(nameless)).toBeNull();
    expect(pinLookup([byPattern('**'), byLabel('stage')])(nameless)).toEqual(byLabel('stage'));
  });

  test('no pins hold nothing', () => expect(pinLookup([])(image)).toBeNull());
});

test('a pin by repository holds an image that is known by its digest only', () => {
  const pulled = makeImage('b', { digests: [`team/app@${digest}`] });
  expect(pinLookup([byPattern('team/app')])(pulled)).not.toBeNull();
  expect(pinLookup([byPattern('team/app:1')])(pulled)).toBeNull();
});
