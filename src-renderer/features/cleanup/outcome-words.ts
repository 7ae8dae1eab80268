import type { ItemResult, JobView } from '#main/contract/views/job-view.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

/** What became of an item. */
export function outcomeWord(outcome: ItemResult['outcome']): string {
  const words = t.cleanup;
  switch (outcome) {
    case 'removed':
      return words.outcomeRemoved;
    case 'untagged':
      return words.outcomeUntagged;
    case 'parked':
      return words.outcomeParked;
    case 'restored':
      return words.outcomeRestored;
    case 'blocked':
      return words.outcomeBlocked;
    case 'gone':
      return words.outcomeGone;
    case 'failed':
      return words.outcomeFailed;
    case 'skipped':
      return words.outcomeSkipped;
  }
}

/** What a job is at. */
export function stepWord(step: JobView['step']): string {
  const words = t.cleanup;
  switch (step) {
    case 'waiting':
      return words.stepWaiting;
    case 'checking':
      return words.stepChecking;
    case 'saving':
      return words.stepSaving;
    case 'removing-containers':
      return words.stepContainers;
    case 'removing':
      return words.stepRemoving;
    case 'pulling':
      return words.stepPulling;
    case 'loading':
      return words.stepLoading;
    case 'restoring':
      return words.stepRestoring;
    case 'measuring':
      return words.stepMeasuring;
    case 'done':
      return words.stepDone;
  }
}

/** What a job is for, while it runs. */
export function jobTitle(kind: JobView['kind']): string {
  const words = t.cleanup;
  switch (kind) {
    case 'clean-up':
      return words.runTitle;
    case 'empty-bin':
      return words.runTitleBin;
    case 'undo':
      return words.runTitleUndo;
    case 'build-cache':
      return words.runTitleCache;
  }
}
