import type { CleanupPlan, PlannedEffect, PlanNote } from '../../domain/cleanup/cleanup-plan.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';

/** The JSON of `plan`, and what `clean --plan` reads. Keys are documented in docs/cli.md: add, never change. */
export interface PlanJson {
  readonly fingerprint: string;
  readonly remove: readonly {
    readonly id: string;
    /** `remove`: the image goes. `untag`: it loses these references and stays. */
    readonly effect: PlannedEffect;
    readonly references: readonly string[];
    /** Only with the effect `remove-platforms`. */
    readonly platforms?: readonly string[];
    readonly reasons: readonly string[];
    readonly recoverable: string;
    readonly pullFrom: readonly string[];
    readonly builtBy: { readonly label: string; readonly value: string } | null;
    /** What it adds to the bytes that come free, after the items before it. */
    readonly freesBytes: ByteBound;
  }[];
  readonly keep: readonly { readonly id: string; readonly reasons: readonly string[] }[];
  readonly freesBytes: ByteBound;
  /** What emptying the bin of the parked images frees besides. */
  readonly freesWhenEmptiedBytes: ByteBound;
  readonly notes: readonly PlanNote[];
}

/** A plan as JSON. */
export function toPlanJson(plan: CleanupPlan): PlanJson {
  return {
    fingerprint: plan.fingerprint,
    remove: plan.remove.map(({ id, effect, references, platforms, reasons, recovery, frees }) => ({
      id,
      effect,
      references,
      ...(platforms.length === 0 ? {} : { platforms }),
      reasons,
      recoverable: recovery.kind,
      pullFrom: recovery.pullFrom,
      builtBy: recovery.builtBy,
      freesBytes: frees,
    })),
    keep: plan.keep.map(({ id, reasons }) => ({ id, reasons })),
    freesBytes: plan.frees.total,
    freesWhenEmptiedBytes: plan.freesWhenEmptied,
    notes: plan.notes,
  };
}
