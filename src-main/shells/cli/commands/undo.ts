import type { JournalRunView } from '../../../contract/views/journal-view.ts';
import { AppError } from '../../../domain/app-error.ts';
import type { Command } from '../command.ts';
import { findRun, readRuns } from '../find-run.ts';
import { followJob } from '../follow-job.ts';

/** `ballast undo`: gets back what a run removed. */
export const undoCommand: Command = {
  name: 'undo',
  summary: 'Get back what a clean-up removed, as far as that can be',
  usage: '[RUN]',
  positionals: ['[RUN]'],
  options: {},
  notes: [
    'Without RUN it is the latest one of this engine of which something can be had back; "ballast history" lists them.',
    'Images come back from the recycle bin, from a saved file, or by pulling their digest. What cannot come back is',
    'listed with its reason, and the exit code is 5.',
  ],
  async run(call) {
    const { session, positionals } = call;
    const { signal } = session.options;
    const engine = await session.openEngine();
    const runs = await readRuns(engine.client, signal);
    const [typed] = positionals;
    const { runId } = typed === undefined ? latest(runs, engine.endpoint) : findRun(runs, typed);
    const { jobId } = await engine.client.cleanup.undo({ endpoint: engine.endpoint, runId }, { signal });
    return followJob(engine, jobId, call);
  },
};

function latest(runs: readonly JournalRunView[], endpoint: string): JournalRunView {
  const run = runs.find((candidate) => candidate.undoable > 0 && candidate.endpoint === endpoint);
  if (run !== undefined) return run;
  const detail = 'nothing of any run on this engine can be had back; "ballast history" lists all runs';
  throw new AppError('usage.invalid', { subject: endpoint, detail });
}
