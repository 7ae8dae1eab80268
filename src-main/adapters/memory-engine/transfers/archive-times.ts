import type { ImageSpec, StepSpec } from '../image-spec.ts';

/**
 * Times of an image and its steps, which its config leaves out: an annotation beside it in the `index.json` of an archive,
 * where no digest depends on it.
 */
export interface ArchiveTimes {
  readonly createdAtMs: number;
  /** Oldest first; null: the image's own time. */
  readonly steps: readonly (number | null)[];
}

/** Name of the annotation. */
export const timesAnnotation = 'ballast.memory-engine.times';

export function formatTimes({ createdAtMs }: ImageSpec, steps: readonly StepSpec[]): string {
  const times: ArchiveTimes = { createdAtMs, steps: steps.map((step) => step.createdAtMs) };
  return JSON.stringify(times);
}
