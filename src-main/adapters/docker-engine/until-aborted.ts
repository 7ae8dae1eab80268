import type { AppError } from '../../domain/app-error.ts';

/** The work's outcome, or the error as soon as the signal is aborted: the work itself goes on, unheard. */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  toError: (signal: AbortSignal) => AppError,
): Promise<T> {
  if (signal === undefined) return work;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(toError(signal));
    const done = (): void => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    work.then(resolve, reject).finally(done);
    if (signal.aborted) stop();
  });
}
