import type { JournalItemView, JournalRunView } from '#main/contract/views/journal-view.ts';

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

/** A clean-up that ended well. */
export function journalRun(changes: Partial<JournalRunView> = {}): JournalRunView {
  return {
    runId: 'run',
    engine: 'engine',
    endpoint: 'unix:///engine',
    kind: 'clean-up',
    trigger: 'person',
    policyName: '',
    state: 'succeeded',
    follows: null,
    startedAtMs: 1,
    finishedAtMs: 2,
    promisedBytes: 5,
    promisedExactly: true,
    measuredBytes: 5,
    undoable: 0,
    resumable: 0,
    items: [],
    ...changes,
  };
}
