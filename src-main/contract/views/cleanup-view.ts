import type { PlanNote } from '../../domain/cleanup/cleanup-plan.ts';
import type { Pin } from '../../domain/cleanup/pin.ts';
import type { RulePolicy } from '../../domain/cleanup/policy.ts';
import type { KeepReason, RemoveReason } from '../../domain/cleanup/reasons.ts';
import type { Recoverability, Recovery } from '../../domain/cleanup/recoverability.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';
import type { ReclaimDoubt } from '../../domain/ledger/reclaim-model.ts';
import type { MaybeBytes, Unknown } from '../../domain/unknown.ts';
import type { ContainerRow, LayerFamily } from './engine-view.ts';

/** Bytes of one layer family in what a plan frees. */
export interface FamilyBytes {
  readonly family: LayerFamily;
  readonly bytes: number;
}

/** A policy with what it would do: enough for a card. */
export interface SuggestionView {
  /** Rule kind of a ready-made policy, or `saved:` and the name of a saved one. */
  readonly key: string;
  /** null for a ready-made policy. */
  readonly name: string | null;
  readonly policy: RulePolicy;
  /** Images that would go; images that would only lose tags or platforms are not among them. */
  readonly imageCount: number;
  readonly untagCount: number;
  readonly frees: ByteBound;
  readonly doubts: readonly ReclaimDoubt[];
  readonly notes: readonly PlanNote[];
  /** How the images that would go can be had again. */
  readonly mix: Readonly<Record<Recoverability, number>>;
  /** The largest families of what comes free, largest first. */
  readonly families: readonly FamilyBytes[];
}

/** Why one image goes or stays under one saved policy. */
export interface PolicyVerdict {
  readonly policyName: string;
  readonly goes: boolean;
  /** Reasons of whichever it is. */
  readonly removeReasons: readonly RemoveReason[];
  readonly keepReasons: readonly KeepReason[];
  readonly containers: readonly ContainerRow[];
  readonly pin: Pin | null;
}

/** What a registry said about an image. */
export interface RecoveryCheck {
  readonly id: ImageId;
  /** The reference that was asked about; null when the image has none a registry could know. */
  readonly reference: string | null;
  /** `same`: pulling gives the same image. `moved`: the tag names another one now. `unknown`: no registry could say. */
  readonly answer: 'same' | 'moved' | 'gone' | 'unknown';
  readonly recovery: Recovery;
  /** Why it is unknown, in the registry's words; empty otherwise. */
  readonly detail: string;
}

/** What a policy would have done on a recorded day. */
export interface SimulationView {
  readonly dayMs: number;
  readonly imageCount: number;
  readonly frees: ByteBound;
  readonly removed: readonly {
    readonly id: ImageId;
    readonly references: readonly string[];
    readonly reasons: readonly RemoveReason[];
    readonly bytes: MaybeBytes;
    /** When a container ran it after that day: the policy would have been regretted. null when none was seen. */
    readonly usedSinceAtMs: number | null;
    /** Whether the engine still has it. */
    readonly isStillHere: boolean;
  }[];
}

/** One parked image. */
export interface BinItem {
  readonly id: ImageId;
  readonly parkedAtMs: number;
  /** References it had, by the journal; empty when the journal was lost, then it can be restored by a new name only. */
  readonly references: readonly string[];
  /** References that name another image by now: restoring does not take them from it. */
  readonly takenBy: readonly string[];
  /** Bytes that come free when this image alone is emptied. */
  readonly frees: ByteBound;
  readonly containers: readonly ContainerRow[];
}

/** What lies in the recycle bin. */
export interface BinView {
  /** Newest first. */
  readonly items: readonly BinItem[];
  /** Bytes that come free when all of it is emptied. */
  readonly frees: ByteBound;
}

/** One record of the build cache. */
export interface BuildCacheRow {
  readonly id: string;
  readonly kind: string;
  readonly description: string;
  readonly bytes: MaybeBytes;
  readonly inUse: boolean;
  readonly shared: boolean;
  readonly parents: readonly string[];
  readonly createdAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly usageCount: number;
}

/** The build cache. */
export interface BuildCacheView {
  /** Largest first. */
  readonly records: readonly BuildCacheRow[];
  readonly bytes: MaybeBytes;
  /** `unknown` when the engine has none to ask. */
  readonly isSupported: boolean | Unknown;
}
