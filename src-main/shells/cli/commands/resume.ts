import { AppError } from '../../../domain/app-error.ts';
import type { Command } from '../command.ts';
import { confirm } from '../confirm.ts';
import { findRun, readRuns } from '../find-run.ts';
import { followJob } from '../follow-job.ts';

/** `ballast resume`: goes on with a run that was broken off. */
export const resumeCommand: Command = {
  name: 'resume',
  summary: 'Go on with a clean-up that was broken off: what was not done, from fresh facts',
  usage: 'RUN [--yes]',
  positionals: ['RUN'],
  options: { yes: { type: 'boolean', help: 'do not ask' } },
  notes: ['What is in use or pinned by now stays; nothing is removed that the run was not to remove.'],
  async run(call) {
    const { session, positionals, flag } = call;
    const { signal } = session.options;
    const engine = await session.openEngine();
    const run = findRun(await readRuns(engine.client, signal), positionals[0] ?? '');
    if (run.resumable === 0) {
      throw new AppError('usage.invalid', {
        subject: run.runId,
        detail: 'nothing of this run is left to do',
      });
    }
    if (!flag('yes')) {
      const question = `Go on with this run, of which ${run.resumable} items are left?`;
      await confirm(session, question, { cannotAsk: flag('json') });
    }
    const { jobId } = await engine.client.cleanup.resume(
      { endpoint: engine.endpoint, runId: run.runId },
      { signal },
    );
    return followJob(engine, jobId, call);
  },
};
