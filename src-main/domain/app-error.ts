/**
 * Every way in which a promise can be broken. Closed: a new one needs a row in `docs/errors.md`, a sentence in
 * both languages and a next step (a test keeps the lists equal).
 */
export const appErrorCodes = [
  'usage.invalid',
  'reference.invalid',
  'engine.unreachable',
  'engine.denied',
  'engine.not-found',
  'engine.conflict',
  'engine.unsupported',
  'engine.bad-answer',
  'engine.failed',
  'engine.timeout',
  'registry.unauthorized',
  'registry.not-found',
  'registry.rate-limited',
  'registry.unreachable',
  'transfer.failed',
  'plan.stale',
  'plan.invalid',
  'undo.impossible',
  'credential.unavailable',
  'store.corrupt',
  'store.unavailable',
  'cancelled',
  'bug',
] as const;

/** The code of an `AppError`. */
export type AppErrorCode = (typeof appErrorCodes)[number];

/** Whether trying again can help: never, at once, or after the user mended something. */
export type Retry = 'never' | 'now' | 'after-fix';

/** An `AppError` as data: what crosses a process. */
export interface AppErrorData {
  readonly code: AppErrorCode;
  /** Which image, engine, file or job it is about; empty when there is none. */
  readonly subject: string;
  readonly retry: Retry;
  /** The engine's own words, redacted; empty when it said nothing. */
  readonly detail: string;
}

interface AppErrorInput {
  readonly subject?: string;
  readonly detail?: string;
  readonly cause?: unknown;
}

/**
 * A broken promise, thrown. Adapters make it, `core/dispatch.ts` and the job runner catch it, nobody between reads
 * a status code or matches text.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly subject: string;
  readonly detail: string;

  constructor(code: AppErrorCode, input: AppErrorInput = {}) {
    super([code, input.subject, input.detail].filter(Boolean).join(': '), { cause: input.cause });
    this.name = 'AppError';
    this.code = code;
    this.subject = input.subject ?? '';
    this.detail = input.detail ?? '';
  }

  /** Whether trying again can help. A property of the code, decided once. */
  get retry(): Retry {
    return retryOf(this.code);
  }

  /** The error as data. */
  toData(): AppErrorData {
    return { code: this.code, subject: this.subject, retry: this.retry, detail: this.detail };
  }
}

/** Whether trying again can help after an error of this code. */
export function retryOf(code: AppErrorCode): Retry {
  switch (code) {
    case 'engine.unreachable':
    case 'engine.timeout':
    case 'engine.failed':
    case 'registry.unreachable':
    case 'registry.rate-limited':
    case 'transfer.failed':
    case 'plan.stale':
      return 'now';
    case 'engine.denied':
    case 'engine.conflict':
    case 'reference.invalid':
    case 'usage.invalid':
    case 'registry.unauthorized':
    case 'credential.unavailable':
    case 'store.unavailable':
      return 'after-fix';
    case 'engine.not-found':
    case 'engine.unsupported':
    case 'engine.bad-answer':
    case 'registry.not-found':
    case 'plan.invalid':
    case 'undo.impossible':
    case 'store.corrupt':
    case 'cancelled':
    case 'bug':
      return 'never';
  }
}

/** Whatever was thrown, as an `AppError`; what nobody translated is a `bug`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return new AppError('bug', { detail, cause: thrown });
}
