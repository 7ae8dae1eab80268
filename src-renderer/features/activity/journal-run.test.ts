import { describe, expect, it } from 'vitest';

import { goneIdsOf, outcomeOf, wayBack } from './journal-run.ts';
import { journalItem as item } from './journal-samples.ts';
import { undoSummary } from './undo-summary.ts';

const none: ReadonlySet<string> = new Set();

describe('wayBack', () => {
  it('pulls by digest what a registry gave', () => {
    const digest = 'registry.example/app@sha256:bb';
    expect(wayBack(item({ recoverable: 're-pullable', digests: [digest] }), none)).toMatchObject({
      kind: 'pull',
      command: `docker image pull ${digest}`,
    });
  });

  it('tags again what only lost a tag', () => {
    expect(wayBack(item({ outcome: 'untagged', reference: 'app:1' }), none)).toMatchObject({
      kind: 'tag',
      command: 'docker image tag sha256:aa app:1',
    });
  });

  it('pulls by the name of the item, also for a tag whose image went with another one', () => {
    const digests = ['acme/web@sha256:bb', 'ghcr.io/acme/web@sha256:bb'];
    const tag = item({
      outcome: 'untagged',
      reference: 'ghcr.io/acme/web:1',
      recoverable: 're-pullable',
      digests,
    });
    expect(wayBack(tag, new Set([tag.imageId]))).toMatchObject({ kind: 'pull', reference: digests[1] });
    expect(wayBack({ ...tag, outcome: 'removed' }, none)).toMatchObject({ reference: digests[1] });
  });

  it('says so when it existed only here, and when nobody knows', () => {
    expect(wayBack(item({}), none)).toEqual({ kind: 'rebuild' });
    expect(wayBack(item({ recoverable: 'unknown' }), none)).toEqual({ kind: 'unknown' });
    expect(wayBack(item({ recoverable: 're-pullable' }), none)).toEqual({ kind: 'unknown' });
    expect(wayBack(item({ recoverable: 'unknown', digests: ['a@sha256:b'] }), none)).toMatchObject({
      kind: 'maybe',
      command: 'docker image pull a@sha256:b',
    });
  });

  it('knows what lies in the bin or in a file, and what comes back by itself never', () => {
    expect(wayBack(item({ outcome: 'parked' }), none)).toEqual({ kind: 'bin' });
    expect(wayBack(item({ archive: '/saved/a.tar' }), none)).toEqual({ kind: 'file' });
    expect(wayBack(item({ effect: 'remove-container' }), none)).toEqual({ kind: 'container' });
    expect(wayBack(item({ effect: 'remove-platforms' }), none)).toEqual({ kind: 'platform' });
    expect(wayBack(item({ effect: 'remove-build-cache' }), none)).toBeNull();
  });

  it.each(['blocked', 'failed', 'skipped', 'gone', 'pending', 'restored'])(
    'has nothing to bring back after %s',
    (outcome) => {
      expect(
        wayBack(item({ outcome, recoverable: 're-pullable', digests: ['a@sha256:b'] }), none),
      ).toBeNull();
    },
  );
});

it('takes no image for gone that only lost a container or a platform', () => {
  const items = [
    item({ imageId: 'a' }),
    item({ imageId: 'b', effect: 'remove-container' }),
    item({ imageId: 'c', effect: 'remove-platforms' }),
    item({ imageId: 'd', outcome: 'untagged' }),
  ];
  expect(goneIdsOf(items)).toEqual(new Set(['a']));
});

it('knows no outcome for an item that never came to one', () => {
  expect(outcomeOf(item({ outcome: 'pending' }))).toBeNull();
  expect(outcomeOf(item({ outcome: 'gone' }))).toBe('gone');
});

it('names what undoing cannot bring back, and counts what a registry must give again', () => {
  const items = [
    item({ imageId: 'a', references: ['only-here:1'] }),
    // Two names of one image that a registry has.
    item({ imageId: 'b', reference: 'app:1', pullFrom: ['app@sha256:bb'] }),
    item({ imageId: 'b', reference: 'app:2', pullFrom: ['app@sha256:bb'] }),
    item({ imageId: 'c', archive: '/saved/c.tar' }),
    item({ imageId: 'd', outcome: 'parked' }),
    item({ imageId: 'e', outcome: 'blocked', references: ['stayed:1'] }),
    item({ imageId: 'f', effect: 'remove-container', reference: '0123', references: ['shop-db-1'] }),
  ];
  expect(undoSummary({ items })).toEqual({ pulls: 1, lost: ['only-here:1', 'shop-db-1'] });
});
