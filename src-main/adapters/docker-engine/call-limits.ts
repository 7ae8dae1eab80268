import { AppError } from '../../domain/app-error.ts';
import type { AppErrorCode } from '../../domain/app-error.ts';

/** What may end a call before its answer does. The signal's reason is always an `AppError`. */
export interface CallLimits {
  readonly signal: AbortSignal;
  /** From now on the call may take for ever: a stream was accepted, or it is the caller's turn. */
  disarm(): void;
  /** A sign of life: from now on the silence may last so long. */
  restart(silenceMs: number): void;
  /** Ends the call without a reason: what it was for is over. */
  hangUp(): void;
  /** Lets go of timers and listeners. */
  release(): void;
}

/** Who may end it. */
export interface LimitSources {
  readonly deadlineMs: number;
  /** The engine is being closed. */
  readonly closing: AbortSignal;
  /** The caller's own wish. */
  readonly caller: AbortSignal | undefined;
  readonly subject: string;
}

/** Starts the deadline and listens to both signals. Not `AbortSignal.any`: `closing` lives as long as the program. */
export function startLimits({ deadlineMs, closing, caller, subject }: LimitSources): CallLimits {
  const controller = new AbortController();
  const end = (code: AppErrorCode, detail: string): void => {
    controller.abort(new AppError(code, { subject, detail }));
  };
  const onClosing = (): void => end('engine.unreachable', 'the connection to the engine was closed');
  const onCaller = (): void => end('cancelled', '');
  let timer: ReturnType<typeof setTimeout>;
  let isReleased = false;
  const arm = (ms: number, what: string): void => {
    clearTimeout(timer);
    // A source that is slow to hear of the end may still tell of life.
    if (!isReleased) timer = setTimeout(() => end('engine.timeout', `${what} ${ms / 1000} s`), ms);
  };
  arm(deadlineMs, 'no answer within');
  closing.addEventListener('abort', onClosing);
  caller?.addEventListener('abort', onCaller);
  if (closing.aborted) onClosing();
  else if (caller?.aborted === true) onCaller();
  return {
    signal: controller.signal,
    disarm: () => clearTimeout(timer),
    restart: (silenceMs) => arm(silenceMs, 'nothing came for'),
    hangUp: () => controller.abort(),
    release: () => {
      isReleased = true;
      clearTimeout(timer);
      closing.removeEventListener('abort', onClosing);
      caller?.removeEventListener('abort', onCaller);
    },
  };
}
