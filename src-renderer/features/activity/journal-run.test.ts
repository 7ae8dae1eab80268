import { describe, expect, it } from 'vitest';

import type { JournalItemView } from '#main/contract/views/journal-view.ts';

import { outcomeOf, wayBack } from './journal-run.ts';

const item = (changes: Partial<JournalItemView>): JournalItemView => ({
  imageId: 'sha256:aa',
  reference: null,
  references: [],
  digests: [],
  reasons: [],
  recoverable: 'local-only',
  outcome: 'removed',
  errorDetail: '',
  finishedAtMs: 1,
  ...changes,
});

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

  it.each(['blocked', 'failed', 'skipped', 'gone', 'pending'])(
    'has nothing to bring back after %s',
    (outcome) => {
      expect(
        wayBack(item({ outcome, recoverable: 're-pullable', digests: ['a@sha256:b'] }), none),
      ).toBeNull();
    },
  );
});

it('knows no outcome for an item that never came to one', () => {
  expect(outcomeOf(item({ outcome: 'pending' }))).toBeNull();
  expect(outcomeOf(item({ outcome: 'gone' }))).toBe('gone');
});
