import { AppError } from '../../domain/app-error.ts';
import type { AppErrorCode } from '../../domain/app-error.ts';

/** What may end a call before its answer does. The signal's reason is always an `AppError`. */
export interface CallLimits {
  readonly signal: AbortSignal;
  /** From now on the call may take for ever: a stream was accepted. */
  disarm(): void;
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
  const timer = setTimeout(
    () => end('engine.timeout', `no answer within ${deadlineMs / 1000} s`),
    deadlineMs,
  );
  closing.addEventListener('abort', onClosing);
  caller?.addEventListener('abort', onCaller);
  if (closing.aborted) onClosing();
  else if (caller?.aborted === true) onCaller();
  return {
    signal: controller.signal,
    disarm: () => clearTimeout(timer),
    release: () => {
      clearTimeout(timer);
      closing.removeEventListener('abort', onClosing);
      caller?.removeEventListener('abort', onCaller);
    },
  };
}
