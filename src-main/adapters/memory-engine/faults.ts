import type { AppErrorCode } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';

/** An operation of the engine port. */
export type EngineOperation = Exclude<keyof Engine, 'close'>;

/** One way for an operation to go wrong. */
export type Fault =
  | { readonly kind: 'fail'; readonly code: AppErrorCode; readonly detail?: string }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Never answers, or, for a transfer, after so many pieces; only the caller's signal or the end of the engine ends it. */
  | { readonly kind: 'hang'; readonly afterItems?: number }
  /**
   * The engine does it, but its answer breaks off. A stream breaks after `afterItems` events, frames of a pull or parts
   * of an archive, and a transfer has then changed nothing.
   */
  | { readonly kind: 'cut'; readonly afterItems?: number }
  /** The first rows of a list cannot be understood. */
  | { readonly kind: 'bad-rows'; readonly count: number };

/** When a fault strikes; every call of the operation by default. */
export interface FaultScope {
  /** Calls that go well first. */
  readonly afterCalls?: number;
  /** Calls it strikes before it is over. */
  readonly times?: number;
  /** Only calls about this image ID or reference. */
  readonly subject?: string;
}

interface ScriptedFault {
  readonly operation: EngineOperation;
  readonly fault: Fault;
  readonly subject: string | undefined;
  spare: number;
  left: number;
}

/** What is scripted to go wrong. */
export class FaultScript {
  #faults: ScriptedFault[] = [];

  add(operation: EngineOperation, fault: Fault, scope: FaultScope = {}): void {
    const { afterCalls = 0, times = Infinity, subject } = scope;
    this.#faults.push({ operation, fault, subject, spare: afterCalls, left: times });
  }

  clear(): void {
    this.#faults = [];
  }

  /** The faults that strike this call, in the order they were added. */
  strike(operation: EngineOperation, subject: string): readonly Fault[] {
    const concerned = this.#faults.filter(
      (entry) => entry.operation === operation && (entry.subject ?? subject) === subject,
    );
    return concerned.flatMap((entry) => {
      if (entry.spare-- > 0 || entry.left <= 0) return [];
      entry.left -= 1;
      return [entry.fault];
    });
  }
}
