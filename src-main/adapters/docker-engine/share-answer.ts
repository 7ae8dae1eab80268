import { AppError } from '../../domain/app-error.ts';
import { untilAborted } from './until-aborted.ts';

/** One question, asked once for everybody and asked again only when it failed or was forgotten. */
export interface SharedAnswer<T> {
  /** A caller who gives up does not spoil it for the others. */
  get(signal?: AbortSignal): Promise<T>;
  forget(): void;
}

/** Shares the answer of `ask`. */
export function shareAnswer<T>(ask: () => Promise<T>): SharedAnswer<T> {
  let asked: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const current = ask();
    // A failure is told to those who wait for it and to nobody after them.
    current.catch(() => {
      if (asked === current) asked = null;
    });
    return current;
  };
  return {
    get: (signal) => untilAborted((asked ??= start()), signal, () => new AppError('cancelled')),
    forget: () => {
      asked = null;
    },
  };
}
