import { AppError } from '../../domain/app-error.ts';

/** Codes the file system gives when there is no room. */
const fullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** An archive that is not what it must be. */
export function brokenArchive(subject: string, detail: string): AppError {
  return new AppError('transfer.failed', { subject, detail });
}

/** What the file system or the engine said while an archive was written or read, as an `AppError`; the rest is a `bug`. */
export function toAppError(thrown: unknown, subject: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = codeOf(thrown);
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  if (code === '') return new AppError('bug', { subject, detail: words, cause: thrown });
  const detail = fullCodes.includes(code)
    ? `the disk that holds the saved images is full (${words})`
    : `the saved images cannot be used (${words})`;
  return new AppError('transfer.failed', { subject, detail, cause: thrown });
}

/** Throws what a signal was aborted with. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  const reason: unknown = signal.reason;
  throw reason instanceof AppError ? reason : new AppError('cancelled');
}

/** The code of an error of the system; empty for any other. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}
