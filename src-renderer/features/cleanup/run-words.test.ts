import { describe, expect, it } from 'vitest';

import type { ItemResult, JobView } from '#main/contract/views/job-view.ts';
import { toImageId } from '#main/domain/image/hashes.ts';
import '#renderer/i18n/speak-english.ts';

import { outcomeTitle } from './outcome-title.ts';
import { canResume, canUndo } from './run-offers.ts';

function ended(outcomes: readonly ItemResult['outcome'][], changes: Partial<JobView> = {}) {
  const results = outcomes.map((outcome, at) => ({ id: toImageId(String(at)), outcome }));
  const result = { runId: 'run-1', results, promised: { exact: 9 }, measuredBytes: 9 };
  return { kind: 'clean-up', state: 'succeeded', error: null, result, ...changes } as const;
}

describe('the head of a result', () => {
  it.each([
    ['9 B freed', ended(['removed', 'untagged'])],
    ['2 images moved to the bin', ended(['parked', 'parked'])],
    ['9 B freed', ended(['parked', 'removed'])],
    ['Some images are still there', ended(['removed', 'blocked'], { state: 'partial' })],
    ['Nothing was removed', ended(['blocked'], { state: 'partial' })],
    ['Stopped', ended(['removed', 'skipped'], { state: 'cancelled' })],
    ['The clean-up did not run', ended([], { state: 'failed', result: null })],
    ['1 image is back', ended(['restored'], { kind: 'undo' })],
    ['Not everything could be got back', ended(['restored', 'failed'], { kind: 'undo', state: 'partial' })],
    ['Nothing could be got back', ended(['failed'], { kind: 'undo', state: 'partial' })],
  ] as const)('%s', (title, job) => expect(outcomeTitle(job)).toBe(title));
});

describe('what is offered afterwards', () => {
  it.each([
    ['what went', true, ended(['removed'])],
    ['what lies in the bin', true, ended(['parked'])],
    ['nothing that was blocked', false, ended(['blocked'])],
    ['no undo of an undo', false, ended(['untagged'], { kind: 'undo' })],
    ['no build cache', false, ended(['removed'], { kind: 'build-cache' })],
  ] as const)('gets back %s', (_, can, job) => expect(canUndo(job)).toBe(can));

  it.each([
    ['it broke off', true, ended(['removed', 'skipped'], { state: 'partial' })],
    ['it was stopped', true, ended(['skipped'], { state: 'cancelled' })],
    ['all was tried', false, ended(['removed', 'blocked'], { state: 'partial' })],
    ['all is done', false, ended(['removed'])],
  ] as const)('goes on when %s', (_, can, job) => expect(canResume(job)).toBe(can));
});
