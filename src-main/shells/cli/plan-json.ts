import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';

/** The JSON of `plan`, and what `clean --plan` reads. Keys are documented in docs/cli.md: add, never change. */
export interface PlanJson {
  readonly fingerprint: string;
  readonly remove: readonly {
    readonly id: string;
    /** `remove`: the image goes. `untag`: it loses these references and stays. */
    readonly effect: 'remove' | 'untag';
    readonly references: readonly string[];
    readonly reasons: readonly string[];
    readonly recoverable: string;
  }[];
  readonly keep: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  readonly freesBytes: ByteBound;
}

/** A plan as JSON. */
export function toPlanJson(plan: CleanupPlan): PlanJson {
  return {
    fingerprint: plan.fingerprint,
    remove: plan.remove.map(({ id, effect, references, reasons, recoverable }) => ({
      id,
      effect,
      references,
      reasons,
      recoverable,
    })),
    keep: plan.keep.map(({ id, reasons }) => ({ id, reasons })),
    freesBytes: plan.frees.total,
  };
}
