import type { ImageSpec, StepSpec } from '../image-spec.ts';

/**
 * Times of an image and its steps, which its config leaves out: they are beside it in the lists of an archive, where no
 * digest depends on them.
 */
export interface ArchiveTimes {
  readonly createdAtMs: number;
  /** Oldest first; null: the image's own time. */
  readonly steps: readonly (number | null)[];
}

/** Name of the annotation in `index.json`, and of the member in `manifest.json`. */
export const timesAnnotation = 'ballast.memory-engine.times';

/** As text, for lists that have only texts. */
export function formatTimes({ createdAtMs }: ImageSpec, steps: readonly StepSpec[]): string {
  const times: ArchiveTimes = { createdAtMs, steps: steps.map((step) => step.createdAtMs) };
  return JSON.stringify(times);
}
