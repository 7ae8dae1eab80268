import { createInterface } from 'node:readline/promises';

import { AppError } from '../../../domain/app-error.ts';
import { formatBytes } from '../../../domain/bytes.ts';
import { shortenId } from '../../../domain/image/hashes.ts';
import type { CleanupResult, JobView } from '../../../contract/views/job-view.ts';
import { toCleanJson } from '../clean-json.ts';
import type { Command } from '../command.ts';
import { exitCodeOf, exitCodes } from '../exit-code.ts';
import { boundText } from '../image-text.ts';
import type { PlanFile } from '../plan-file.ts';
import { readPlanFile } from '../plan-file.ts';
import type { OpenEngine, Session } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { toThrown } from '../thrown-error.ts';

/** `ballast clean`: runs a plan that was printed before. */
export const cleanCommand: Command = {
  name: 'clean',
  summary: 'Run a plan that "ballast plan --json" printed, exactly as it stands there',
  usage: '--plan FILE|- [--yes]',
  positionals: [],
  options: {
    plan: { type: 'string', value: 'FILE', help: 'the plan; - reads it from stdin' },
    yes: { type: 'boolean', help: 'do not ask' },
  },
  notes: ['When anything the plan relies on has changed, nothing is removed and the exit code is 4.'],
  async run({ terminal, session, text, flag }) {
    const path = text('plan');
    if (path === undefined) throw new AppError('usage.invalid', { detail: 'say which plan: --plan FILE' });
    const plan = await readPlanFile(path, session.options.stdin);
    if (plan.remove.length === 0) return nothingToDo(terminal, flag('json'));
    if (!flag('yes')) await confirm(plan, session, path === '-' || flag('json'));
    const job = await runJob(await session.openEngine(), plan, { terminal, session });
    if (job.result === null) throw job.error === null ? new AppError('cancelled') : toThrown(job.error);
    if (flag('json')) terminal.json(toCleanJson(job.result, session.options.language));
    else printResult(terminal, job.result);
    return exitCodeOfJob(job);
  },
};

function nothingToDo(terminal: Terminal, isJson: boolean): number {
  if (isJson) terminal.json({ results: [], promisedBytes: 0, measuredBytes: 0 });
  else terminal.line('The plan removes nothing.');
  return exitCodes.done;
}

async function confirm(plan: PlanFile, session: Session, cannotAsk: boolean): Promise<void> {
  const { stdin, stderr, signal } = session.options;
  if (cannotAsk || stdin.isTTY !== true) {
    throw new AppError('usage.invalid', { detail: 'nobody can be asked here: say --yes to run the plan' });
  }
  const removed = plan.remove.filter(({ effect }) => effect === 'remove').length;
  const untagged = plan.remove.length - removed;
  const frees = plan.freesBytes === undefined ? '' : `, which frees ${boundText(plan.freesBytes)}`;
  const question = `Remove ${removed} images and drop references of ${untagged} more${frees}? [y/N] `;
  const reader = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await reader.question(question, { signal });
    if (!/^y(es)?$/i.test(answer.trim())) throw new AppError('cancelled', { detail: 'nothing was removed' });
  } finally {
    reader.close();
  }
}

/** Starts the job and follows it to its one end. Ctrl-C cancels it between two items; its end still comes. */
async function runJob(
  { client, endpoint }: OpenEngine,
  { fingerprint, remove }: PlanFile,
  { terminal, session }: { readonly terminal: Terminal; readonly session: Session },
): Promise<JobView> {
  const { signal } = session.options;
  const { jobId } = await client.cleanup.run({ endpoint, fingerprint, remove }, { signal });
  const cancel = (): void => void client.jobs.cancel({ jobId }).catch(() => undefined);
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const total = remove.length;
  for await (const job of await client.jobs.watch({})) {
    if (job.id !== jobId) continue;
    if (job.endedAtMs !== null) return job;
    terminal.progress(`${job.step} ${job.done}/${job.total ?? total} ${job.current}`);
  }
  throw new AppError('cancelled');
}

function printResult(terminal: Terminal, result: CleanupResult): void {
  for (const { id, reference, outcome, error } of result.results) {
    const isDone = outcome === 'removed' || outcome === 'untagged' || outcome === 'gone';
    const name = reference === undefined ? shortenId(id) : `${reference} (${shortenId(id)})`;
    const why = error === undefined ? '' : `: ${error.detail || error.code}`;
    terminal.line(`${terminal.paint(isDone ? 'green' : 'red', outcome.padEnd(8))}  ${name}${why}`);
  }
  terminal.line();
  terminal.line(`Promised  ${boundText(result.promised)}`);
  terminal.line(`Freed     ${formatBytes(result.measuredBytes)}`);
}

function exitCodeOfJob(job: JobView): number {
  if (job.state === 'succeeded') return exitCodes.done;
  if (job.state === 'failed' && job.error !== null) return exitCodeOf(job.error.code);
  return exitCodes.notDone;
}
