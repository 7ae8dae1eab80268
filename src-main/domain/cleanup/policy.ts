import type { ContainerId, ImageId } from '../image/hashes.ts';
import type { Pin } from './pin.ts';

/**
 * One rule of a policy: which images it speaks for.
 * Unit:    `days` are whole days of 24 hours before now; `bytes` are unpacked bytes on the engine's disk.
 */
export type Rule =
  /** Untagged, and no image was built on it. */
  | { readonly kind: 'dangling' }
  /** No container, running or stopped, was created from it or mounts it. */
  | { readonly kind: 'unused' }
  /** No container has run it for so long, as far back as use is recorded. */
  | { readonly kind: 'not-used-since'; readonly days: number }
  /** Built so long ago. */
  | { readonly kind: 'older-than'; readonly days: number }
  /** Not among the newest of any repository it has a tag in, by creation or by semantic version. */
  | { readonly kind: 'keep-last'; readonly count: number; readonly by: 'created' | 'version' }
  /** Its tag moved on to another image and left it untagged. */
  | { readonly kind: 'superseded' }
  /** Its registry was asked within the last seven days and gives the same digest again. */
  | { readonly kind: 're-pullable' }
  /** Platforms of a multi-platform image that this engine never runs; the image itself stays. */
  | { readonly kind: 'platforms-never-run' }
  /** Another image that stays holds the same layers. */
  | { readonly kind: 'duplicate' }
  /** What is regretted least until so many bytes come free. */
  | { readonly kind: 'free-bytes'; readonly bytes: number };

/** The word of a rule. */
export type RuleKind = Rule['kind'];

/** Every rule, in the order screens show them. */
export const ruleKinds = [
  'dangling',
  'superseded',
  'unused',
  'not-used-since',
  'older-than',
  'keep-last',
  're-pullable',
  'duplicate',
  'platforms-never-run',
  'free-bytes',
] as const satisfies readonly RuleKind[];

/**
 * Rules put together, and what they never touch. Data: saved, exported, compared.
 * Shape:   `all`: an image goes when every rule speaks for it; `any`: when one does. `free-bytes` chooses among what the
 *          other rules of an `all` leave, and among everything that may go otherwise. No rules: nothing goes.
 */
export interface RulePolicy {
  readonly kind: 'rules';
  readonly match: 'all' | 'any';
  readonly rules: readonly Rule[];
  /** Besides the pins that hold for every policy. */
  readonly pins: readonly Pin[];
}

/** One image a person chose, whole or only some of its references. */
export interface PickedImage {
  readonly id: ImageId;
  /** References to drop; null for the image as a whole. */
  readonly references: readonly string[] | null;
}

/** What a clean-up is asked to do. */
export type CleanupPolicy =
  | RulePolicy
  | { readonly kind: 'picked'; readonly picks: readonly PickedImage[] }
  /** Empties the recycle bin: what was parked at least so many days ago, 0 for everything. */
  | { readonly kind: 'bin'; readonly parkedForDays: number };

/** How a plan is to be carried out; chosen apart from what it chooses. */
export interface PlanOptions {
  /** Parks tagged images in the recycle bin instead of removing them; untagged ones are removed all the same. */
  readonly park: boolean;
  /** Stopped containers a person allowed to go first, so that their images can. Running ones are never taken. */
  readonly containers: readonly ContainerId[];
}

/** Removes, and leaves every container alone. */
export const usualPlanOptions: PlanOptions = { park: false, containers: [] };

/** A policy of one rule. */
export function policyOf(...rules: readonly Rule[]): RulePolicy {
  return { kind: 'rules', match: 'any', rules, pins: [] };
}
