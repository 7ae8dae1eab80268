import type { CleanupPlan, CleanupPolicy } from '../../../domain/cleanup/cleanup-plan.ts';
import { AppError } from '../../../domain/app-error.ts';
import { shortenId } from '../../../domain/image/hashes.ts';
import type { EngineView } from '../../../contract/views/engine-view.ts';
import type { Command, CommandCall } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatTable } from '../format-table.ts';
import { boundText, labelsOf } from '../image-text.ts';
import { pickImages } from '../pick-images.ts';
import { toPlanJson } from '../plan-json.ts';
import { readView } from '../session.ts';
import type { Terminal } from '../terminal.ts';

/** `ballast plan`: what would go and why. Nothing is removed. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'Plan a clean-up: what would go, why, and the bytes it frees. Nothing is removed',
  usage: '(--dangling | --unused | --images NAME[,…])',
  positionals: [],
  options: {
    dangling: { type: 'boolean', help: 'images without a tag that nothing is built on' },
    unused: { type: 'boolean', help: 'images that no container, running or stopped, was made from' },
    images: {
      type: 'string',
      value: 'NAME[,…]',
      help: 'these: a reference, an image ID, or 4 or more digits of one',
    },
  },
  notes: [
    'A reference in --images drops that reference only; an ID drops the image with all of them.',
    'Run a plan with: ballast plan --dangling --json > plan.json && ballast clean --plan plan.json',
  ],
  async run(call) {
    const { terminal, session, flag } = call;
    const { signal } = session.options;
    checkPolicyFlags(call);
    const engine = await session.openEngine();
    const view = await readView(engine, terminal, signal);
    const policy = policyOf(call, view);
    terminal.progress('Planning …');
    const plan = await engine.client.cleanup.plan(
      { endpoint: engine.endpoint, policy: asInput(policy) },
      { signal },
    );
    if (flag('json')) terminal.json(toPlanJson(plan));
    else printPlan(terminal, plan, labelsOf(view));
    return exitCodes.done;
  },
};

/** Exactly one policy, said before an engine is asked. */
function checkPolicyFlags({ flag, text }: CommandCall): void {
  const given = [flag('dangling'), flag('unused'), text('images') !== undefined].filter(Boolean).length;
  if (given === 1) return;
  throw new AppError('usage.invalid', { detail: 'say one of --dangling, --unused, --images NAME[,…]' });
}

function policyOf({ flag, text }: CommandCall, view: EngineView): CleanupPolicy {
  if (flag('dangling')) return { kind: 'dangling' };
  if (flag('unused')) return { kind: 'unused' };
  return { kind: 'picked', picks: pickImages([text('images') ?? ''], view.images) };
}

/** The same policy in the shape an input has: its arrays may be changed. */
function asInput(policy: CleanupPolicy): Parameters<PlanCall>[0]['policy'] {
  if (policy.kind !== 'picked') return policy;
  const picks = policy.picks.map(({ id, references }) => ({
    id,
    references: references === null ? null : [...references],
  }));
  return { kind: 'picked', picks };
}

type PlanCall = Awaited<ReturnType<CommandCall['session']['openEngine']>>['client']['cleanup']['plan'];

function printPlan(terminal: Terminal, plan: CleanupPlan, labelOf: ReturnType<typeof labelsOf>): void {
  if (plan.remove.length === 0) terminal.line('Nothing to remove.');
  else printRemovals(terminal, plan);
  for (const line of keptThoughNamed(plan, labelOf)) terminal.line(line);
  terminal.line(`${plan.keep.length} kept${keepReasons(plan)}.`);
  terminal.line(terminal.paint('bold', `Frees ${boundText(plan.frees.total)}.`));
  if (plan.frees.doubts.length > 0) {
    terminal.line(terminal.paint('dim', `Not exact because of: ${plan.frees.doubts.join(', ')}.`));
  }
  terminal.line(terminal.paint('dim', 'Nothing was removed.'));
}

function printRemovals(terminal: Terminal, plan: CleanupPlan): void {
  const [titles, ...lines] = formatTable(
    [
      { title: 'EFFECT' },
      { title: 'IMAGE ID' },
      { title: 'REASON' },
      { title: 'CAN BE HAD AGAIN' },
      { title: 'REFERENCES' },
    ],
    plan.remove.map(({ id, effect, references, reasons, recoverable }) => [
      effect,
      shortenId(id),
      reasons.join(', '),
      recoverable,
      references.join(', '),
    ]),
  );
  terminal.line(terminal.paint('bold', titles ?? ''));
  for (const line of lines) terminal.line(line);
  terminal.line();
}

/** What was named by hand and stays all the same, each with its reasons: nobody should have to look for it. */
function keptThoughNamed({ policy, keep }: CleanupPlan, labelOf: ReturnType<typeof labelsOf>): string[] {
  const named = new Set(policy.kind === 'picked' ? policy.picks.map(({ id }) => id) : []);
  return keep
    .filter(({ id }) => named.has(id))
    .map(({ id, reasons, containers }) => {
      const holders = containers.map(({ name }) => name).join(', ');
      return `Stays: ${labelOf(id)}: ${reasons.join(', ')}${holders === '' ? '' : ` (${holders})`}`;
    });
}

function keepReasons(plan: CleanupPlan): string {
  const counts = new Map<string, number>();
  for (const { reasons } of plan.keep) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const parts = [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason}: ${count}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
