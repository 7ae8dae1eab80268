import { AppError } from '../../../domain/app-error.ts';
import type { CleanupPlan } from '../../../domain/cleanup/cleanup-plan.ts';
import { asInput, choosePolicy } from '../choose-policy.ts';
import type { Command, CommandCall } from '../command.ts';
import { confirm } from '../confirm.ts';
import { exitCodes } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { boundText } from '../image-text.ts';
import type { PlanFile } from '../plan-file.ts';
import { readPlanFile } from '../plan-file.ts';
import { toPlanJson } from '../plan-json.ts';
import { printPlan } from '../print-plan.ts';
import type { OpenEngine } from '../session.ts';
import { noteState, refuseLostPins } from '../state-notes.ts';

/** `ballast clean`: runs a plan that was printed before, or plans by a policy and runs that. */
export const cleanCommand: Command = {
  name: 'clean',
  summary: 'Run a plan that "ballast plan --json" printed, or clean up by a policy',
  usage: '(--plan FILE|- | --policy NAME|FILE [--dry-run] [--park]) [--save-local] [--yes]',
  positionals: [],
  options: {
    plan: {
      type: 'string',
      value: 'FILE',
      help: 'the plan, exactly as it stands there; - reads it from stdin',
    },
    policy: { type: 'string', value: 'NAME|FILE', help: 'a saved policy, or one of a file; - is stdin' },
    'dry-run': { type: 'boolean', help: 'print what the policy would remove; remove nothing' },
    park: {
      type: 'boolean',
      help: 'put tagged images into the recycle bin: frees nothing until it is emptied',
    },
    'save-local': { type: 'boolean', help: 'first save images to a file that no registry is known to have' },
    yes: { type: 'boolean', help: 'do not ask' },
  },
  notes: [
    'When anything the plan relies on has changed, nothing is removed and the exit code is 4.',
    'For cron: ballast clean --policy weekly --yes',
  ],
  async run(call) {
    const { text, flag, session } = call;
    const file = text('plan');
    const named = text('policy');
    if ((file === undefined) === (named === undefined)) {
      throw usage('say which: --plan FILE, or --policy NAME|FILE');
    }
    if (file !== undefined) {
      const wrong = ['dry-run', 'park'].find(flag);
      if (wrong !== undefined) throw usage(`--${wrong} goes with --policy: a plan says it already`);
      const plan = await readPlanFile(file, session.options.stdin);
      return runPlan(call, { plan, policyName: '', cannotAsk: file === '-' });
    }
    return cleanByPolicy(call, named ?? '');
  },
};

async function cleanByPolicy(call: CommandCall, named: string): Promise<number> {
  const { terminal, session, flag } = call;
  const { signal } = session.options;
  if (!flag('yes') && !flag('dry-run') && !canAsk(call, named === '-')) {
    // Said before an engine is asked.
    throw usage('nobody can be asked here: say --yes, or --dry-run to see what would go');
  }
  const engine = await session.openEngine();
  if (!flag('dry-run')) await refuseLostPins(engine.client);
  const { policy, name } = await choosePolicy(engine.client, named, session);
  terminal.progress('Planning …');
  const plan: CleanupPlan = await engine.client.cleanup.plan(
    { endpoint: engine.endpoint, policy: asInput(policy), park: flag('park') },
    { signal },
  );
  if (flag('dry-run')) {
    if (flag('json')) terminal.json(toPlanJson(plan));
    else printPlan(terminal, plan);
    await noteState(engine.client, terminal);
    return exitCodes.done;
  }
  return runPlan(call, { plan: toPlanFile(plan), policyName: name, cannotAsk: false }, engine);
}

function toPlanFile(plan: CleanupPlan): PlanFile {
  return {
    fingerprint: plan.fingerprint,
    freesBytes: plan.frees.total,
    remove: plan.remove.map(({ id, effect, references, platforms, reasons, recovery }) => ({
      id,
      effect,
      references: [...references],
      platforms: [...platforms],
      reasons: [...reasons],
      recoverable: recovery.kind,
    })),
  };
}

async function runPlan(
  call: CommandCall,
  run: { readonly plan: PlanFile; readonly policyName: string; readonly cannotAsk: boolean },
  opened?: OpenEngine,
): Promise<number> {
  const { terminal, session, flag } = call;
  const { plan, policyName } = run;
  if (plan.remove.length === 0) return nothingToDo(call);
  if (!flag('yes')) await confirm(session, questionOf(plan), { cannotAsk: run.cannotAsk || flag('json') });
  const engine = opened ?? (await session.openEngine());
  const { client, endpoint } = engine;
  if (opened === undefined) await refuseLostPins(client);
  terminal.progress('Checking …');
  const saveFirst = flag('save-local') ? localOnly(plan) : [];
  const { jobId } = await client.cleanup.run(
    { endpoint, fingerprint: plan.fingerprint, remove: plan.remove, saveFirst, policyName },
    { signal: session.options.signal },
  );
  return followJob(engine, jobId, call);
}

/** Images that go for good and that nothing says can be had again. */
function localOnly({ remove }: PlanFile): PlanFile['remove'][number]['id'][] {
  return remove
    .filter(
      ({ effect, recoverable }) => effect === 'remove' && ['local-only', 'unknown'].includes(recoverable),
    )
    .map(({ id }) => id);
}

function nothingToDo({ terminal, flag }: CommandCall): number {
  if (flag('json')) terminal.json({ runId: null, results: [], promisedBytes: 0, measuredBytes: 0 });
  else terminal.line('The plan removes nothing.');
  return exitCodes.done;
}

function questionOf(plan: PlanFile): string {
  const count = (effect: PlanFile['remove'][number]['effect']): number =>
    plan.remove.filter((item) => item.effect === effect).length;
  const parts = [
    [count('remove'), 'remove $ images'],
    [count('park'), 'put $ images into the recycle bin'],
    [count('untag'), 'drop references of $ images'],
    [count('remove-platforms'), 'remove platforms of $ images'],
  ] as const;
  const words = parts
    .filter(([number]) => number > 0)
    .map(([number, text]) => text.replace('$', String(number)));
  const sentence = words.join(', ').replace(/^./, (first) => first.toUpperCase());
  const frees = plan.freesBytes === undefined ? '' : `, which frees ${boundText(plan.freesBytes)}`;
  return `${sentence}${frees}?`;
}

function canAsk({ session, flag }: CommandCall, isStdinTaken: boolean): boolean {
  return session.options.stdin.isTTY === true && !isStdinTaken && !flag('json');
}

function usage(detail: string): AppError {
  return new AppError('usage.invalid', { detail });
}
