import type { JobView } from '../../contract/views/job-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { formatBytes } from '../../domain/bytes.ts';
import { toCleanJson } from './clean-json.ts';
import type { CommandCall } from './command.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { printResult } from './print-result.ts';
import type { OpenEngine } from './session.ts';
import { toThrown } from './thrown-error.ts';

/**
 * Follows a job to its one end, prints how each item ended, and gives the exit code. Ctrl-C cancels it between two items; its end
 * still comes.
 * Errors:  why the job did nothing at all.
 */
export async function followJob(
  { client }: OpenEngine,
  jobId: string,
  { terminal, session, flag }: CommandCall,
): Promise<number> {
  const { signal, language } = session.options;
  const cancel = (): void => void client.jobs.cancel({ jobId }).catch(() => undefined);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  for await (const job of await client.jobs.watch({})) {
    if (job.id !== jobId) continue;
    if (job.endedAtMs === null) {
      terminal.progress(progressText(job));
      continue;
    }
    if (job.result === null) throw job.error === null ? new AppError('cancelled') : toThrown(job.error);
    if (flag('json')) terminal.json(toCleanJson(job.result, language));
    else printResult(terminal, job.kind, job.result);
    return exitCodeOfJob(job);
  }
  throw new AppError('cancelled');
}

function progressText({ step, done, total, current, movedBytes }: JobView): string {
  const count = total === null ? '' : ` ${done}/${total}`;
  const moved = movedBytes === null ? '' : ` ${formatBytes(movedBytes)}`;
  return `${step}${count}${moved} ${current.join(', ')}`.trimEnd();
}

function exitCodeOfJob(job: JobView): number {
  if (job.state === 'succeeded') return exitCodes.done;
  if (job.state === 'failed' && job.error !== null) return exitCodeOf(job.error.code);
  return exitCodes.notDone;
}
