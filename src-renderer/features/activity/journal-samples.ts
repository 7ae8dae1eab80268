import type { JournalItemView } from '#main/contract/views/journal-view.ts';

/** An image that existed only here and was removed, with what a test changes about it. */
export function journalItem(changes: Partial<JournalItemView> = {}): JournalItemView {
  return {
    imageId: 'sha256:aa',
    reference: null,
    effect: 'remove',
    references: [],
    digests: [],
    reasons: [],
    recoverable: 'local-only',
    pullFrom: [],
    archive: null,
    promisedBytes: null,
    promisedExactly: true,
    measuredBytes: 'unknown',
    difference: null,
    outcome: 'removed',
    errorDetail: '',
    finishedAtMs: 1,
    ...changes,
  };
}
