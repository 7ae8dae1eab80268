import type { AppErrorCode } from '../../domain/app-error.ts';

/** Exit codes of `ballast`; docs/cli.md lists them. */
export const exitCodes = {
  done: 0,
  bug: 1,
  usage: 2,
  unreachable: 3,
  stale: 4,
  notDone: 5,
} as const;

/** The exit code for an error that ended a command. */
export function exitCodeOf(code: AppErrorCode): number {
  switch (code) {
    case 'bug':
      return exitCodes.bug;
    case 'usage.invalid':
    case 'reference.invalid':
    case 'engine.not-found':
    case 'plan.invalid':
      return exitCodes.usage;
    case 'engine.unreachable':
    case 'engine.denied':
    case 'engine.timeout':
    case 'engine.unsupported':
    case 'engine.bad-answer':
      return exitCodes.unreachable;
    case 'plan.stale':
      return exitCodes.stale;
    case 'engine.conflict':
    case 'engine.failed':
    case 'registry.unauthorized':
    case 'registry.not-found':
    case 'registry.rate-limited':
    case 'registry.unreachable':
    case 'transfer.failed':
    case 'undo.impossible':
    case 'credential.unavailable':
    case 'store.corrupt':
    case 'store.unavailable':
    case 'cancelled':
      return exitCodes.notDone;
  }
}
