import type { Pin } from '../domain/cleanup/pin.ts';
import type { RulePolicy } from '../domain/cleanup/policy.ts';

/** A policy under its name. */
export interface SavedPolicy {
  readonly name: string;
  readonly policy: RulePolicy;
  readonly updatedAtMs: number;
}

/** A policy to write, and the name it had: another one renames it. */
export interface PolicyWrite {
  readonly policy: SavedPolicy;
  readonly formerName?: string;
}

/** A pin that holds for every policy. */
export interface SavedPin {
  readonly pin: Pin;
  readonly addedAtMs: number;
}

/** Policies and pins. */
export interface PolicyStore {
  /** Sorted by name. One that cannot be read is left out, and told in `unreadableRows`. */
  policies(): readonly SavedPolicy[];
  /** Adds or replaces; `formerName` renames. */
  writePolicy(policy: SavedPolicy, formerName?: string): void;
  /** The same for several, all of them or, where one cannot be written, none. */
  writePolicies(changes: readonly PolicyWrite[]): void;
  /** Whether it was there. */
  removePolicy(name: string): boolean;
  /** Oldest first. Errors:  `store.corrupt` when one cannot be read: nobody knows then what has to stay. */
  pins(): readonly SavedPin[];
  /** Adds a pin; one that is there stays as it is. */
  addPin(pin: SavedPin): void;
  /** Whether it was there. */
  removePin(pin: Pin): boolean;
}
