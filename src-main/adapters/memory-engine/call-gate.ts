import { setTimeout as delay } from 'node:timers/promises';

import { AppError } from '../../domain/app-error.ts';
import { cancelled, transferFailed, unreachable } from './engine-errors.ts';
import type { EngineOperation, Fault, FaultScript } from './faults.ts';

/** One call of an operation. */
export interface Call {
  readonly operation: EngineOperation;
  /** The image or reference it is about; empty when it is about none. */
  readonly subject?: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** How a transfer goes on: both reject when it ends here. */
export interface TransferSteps {
  /** Awaited before each piece: a frame, or a part of an archive. */
  readonly step: () => Promise<void>;
  /** Waits for what comes from outside, as long as the transfer lasts. */
  readonly wait: <T>(promise: Promise<T>) => Promise<T>;
}

/** Waits, unless the signal is aborted first. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** What the gate needs. */
export interface GateDeps {
  readonly faults: FaultScript;
  readonly latencyMs: (operation: EngineOperation) => number;
  readonly sleep: Sleep | undefined;
}

/** Lets calls through while the engine is up, with its latency and the faults that were scripted. */
export class CallGate {
  readonly #deps: GateDeps;
  #life: { readonly gone: AbortController } | null = { gone: new AbortController() };
  #isClosed = false;

  constructor(deps: GateDeps) {
    this.#deps = deps;
  }

  /** Ends with the life of the engine: for streams. */
  get goneSignal(): AbortSignal {
    return this.#life?.gone.signal ?? AbortSignal.abort();
  }

  /** The engine goes away: waiting calls are rejected, new ones too. */
  stop(): void {
    this.#life?.gone.abort();
    this.#life = null;
  }

  /** The engine comes back; a closed one does not. */
  start(): void {
    if (!this.#isClosed) this.#life ??= { gone: new AbortController() };
  }

  close(): void {
    this.#isClosed = true;
    this.stop();
  }

  /**
   * Everything that happens before the engine does what it was asked. Returns the faults that concern the answer.
   * Errors:  `cancelled`, `engine.unreachable`, or what was scripted.
   */
  async pass(call: Call): Promise<readonly Fault[]> {
    this.#check(call);
    const faults = this.#deps.faults.strike(call.operation, call.subject ?? '');
    const latencyMs = this.#deps.latencyMs(call.operation);
    if (latencyMs > 0) await this.#wait(call, latencyMs);
    for (const fault of faults) {
      if (fault.kind === 'delay') await this.#wait(call, fault.ms);
      if (fault.kind === 'hang' && fault.afterItems === undefined) await this.#wait(call, Infinity);
      if (fault.kind === 'fail') throw new AppError(fault.code, { ...fault, subject: call.subject ?? '' });
    }
    return faults;
  }

  /** Does it, unless a fault says that the answer breaks off. Errors:  as `pass`. */
  async run<T>(call: Call, work: (faults: readonly Fault[]) => T): Promise<T> {
    const faults = await this.pass(call);
    const answer = work(faults);
    if (faults.some((fault) => fault.kind === 'cut')) throw unreachable('the answer broke off');
    return answer;
  }

  /**
   * Begins a transfer.
   * Errors:  as `pass`; then `cancelled`, or `transfer.failed` when the engine goes or a fault cuts the stream.
   */
  async transfer(call: Call): Promise<TransferSteps> {
    const faults = await this.pass(call);
    const gone = this.goneSignal;
    const limitOf = (kind: 'cut' | 'hang'): number => {
      const limits = faults.map((fault) => (fault.kind === kind ? (fault.afterItems ?? 0) : Infinity));
      return Math.min(...limits);
    };
    const [cutAfter, hangAfter] = [limitOf('cut'), limitOf('hang')];
    const subject = call.subject ?? '';
    const check = (): void => {
      if (call.signal?.aborted === true) throw cancelled(call.operation);
      if (gone.aborted) throw transferFailed(subject, 'the stream ended with the engine');
    };
    let passed = 0;
    const step = async (): Promise<void> => {
      if (passed >= cutAfter) throw transferFailed(subject, 'unexpected EOF');
      const pieceMs = passed >= hangAfter ? Infinity : this.#deps.latencyMs(call.operation);
      if (pieceMs > 0) await this.#pause(call, pieceMs);
      check();
      passed += 1;
    };
    const over = AbortSignal.any([gone, ...(call.signal === undefined ? [] : [call.signal])]);
    const ended = untilAborted(over).then((): never => {
      check();
      throw transferFailed(subject, 'the stream ended');
    });
    // Only whoever waits at that moment hears of it.
    ended.catch(() => undefined);
    const wait = <T>(promise: Promise<T>): Promise<T> => Promise.race([promise, ended]);
    return { step, wait };
  }

  #check(call: Call): void {
    if (call.signal?.aborted === true) throw cancelled(call.operation);
    if (this.#isClosed) throw unreachable('this engine was closed');
    if (this.#life === null) throw unreachable('connection refused');
  }

  async #wait(call: Call, ms: number): Promise<void> {
    const gone = this.goneSignal;
    await this.#pause(call, ms);
    if (call.signal?.aborted === true) throw cancelled(call.operation);
    if (gone.aborted) throw unreachable('connection reset');
  }

  /** Waits, at most until the caller gives up or the engine goes. */
  async #pause(call: Call, ms: number): Promise<void> {
    const either = AbortSignal.any([this.goneSignal, ...(call.signal === undefined ? [] : [call.signal])]);
    const sleep = this.#deps.sleep ?? sleepFor;
    await (ms === Infinity ? untilAborted(either) : sleep(ms, either));
  }
}

const sleepFor: Sleep = async (ms, signal) => {
  // An aborted wait ends like any other: the gate looks at the signals itself.
  await delay(ms, undefined, { signal }).catch(() => undefined);
};

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
