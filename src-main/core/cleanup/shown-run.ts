import type { ShownPlan } from '../../domain/cleanup/compare-plan.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { RunTrigger } from '../../ports/store.ts';

/** A plan that was shown, and how it is to be carried out. */
export interface ShownRun extends ShownPlan {
  /** Images to write to a verified file before they go. */
  readonly saveFirst: readonly ImageId[];
  /** Name of the saved policy; empty when it was none. */
  readonly policyName: string;
  /** Absent: a person, or a script on the command line. */
  readonly trigger?: RunTrigger;
}
