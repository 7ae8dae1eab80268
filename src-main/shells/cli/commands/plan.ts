import type { CleanupPlan } from '../../../domain/cleanup/cleanup-plan.ts';
import { policyOf } from '../../../domain/cleanup/policy.ts';
import { AppError } from '../../../domain/app-error.ts';
import type { EngineView } from '../../../contract/views/engine-view.ts';
import { asInput, choosePolicy } from '../choose-policy.ts';
import type { Command, CommandCall } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { labelsOf } from '../image-text.ts';
import { parseSize } from '../parse-size.ts';
import { pickImages } from '../pick-images.ts';
import { toPlanJson } from '../plan-json.ts';
import { printPlan } from '../print-plan.ts';
import type { OpenEngine } from '../session.ts';
import { readView } from '../session.ts';

/** `ballast plan`: what would go and why. Nothing is removed. */
export const planCommand: Command = {
  name: 'plan',
  summary: 'Plan a clean-up: what would go, why, and the bytes it frees. Nothing is removed',
  usage: '(--dangling | --unused | --free SIZE | --policy NAME|FILE | --images NAME[,…]) [--park]',
  positionals: [],
  options: {
    dangling: { type: 'boolean', help: 'images without a tag that nothing is built on' },
    unused: { type: 'boolean', help: 'images that no container, running or stopped, was made from' },
    free: { type: 'string', value: 'SIZE', help: 'what is regretted least until so much comes free: 20GB' },
    policy: { type: 'string', value: 'NAME|FILE', help: 'a saved policy, or one of a file; - is stdin' },
    images: {
      type: 'string',
      value: 'NAME[,…]',
      help: 'these: a reference, an image ID, or 4 or more digits of one',
    },
    park: {
      type: 'boolean',
      help: 'put tagged images into the recycle bin: frees nothing until it is emptied',
    },
  },
  notes: [
    'A reference in --images drops that reference only; an ID drops the image with all of them.',
    'Run a plan with: ballast plan --dangling --json > plan.json && ballast clean --plan plan.json',
  ],
  async run(call) {
    const { terminal, session, flag } = call;
    const { signal } = session.options;
    const bytes = checkWhat(call);
    const engine = await session.openEngine();
    const view = await readView(engine, terminal, signal);
    const policy = await policyInput(call, { engine, view, bytes });
    terminal.progress('Planning …');
    const park = flag('park');
    const plan: CleanupPlan = await engine.client.cleanup.plan(
      { endpoint: engine.endpoint, policy, park },
      { signal },
    );
    if (flag('json')) terminal.json(toPlanJson(plan));
    else printPlan(terminal, plan, labelsOf(view));
    return exitCodes.done;
  },
};

/** Exactly one, said before an engine is asked; the bytes of `--free`. */
function checkWhat({ flag, text }: CommandCall): number {
  const [free, ...others] = ['free', 'policy', 'images'].map(text);
  const given = [flag('dangling'), flag('unused'), ...[free, ...others].map((value) => value !== undefined)];
  if (given.filter(Boolean).length === 1) return free === undefined ? 0 : parseSize(free);
  const detail = 'say one of --dangling, --unused, --free SIZE, --policy NAME|FILE, --images NAME[,…]';
  throw new AppError('usage.invalid', { detail });
}

type PolicyInput = Parameters<OpenEngine['client']['cleanup']['plan']>[0]['policy'];

async function policyInput(
  { flag, text, session }: CommandCall,
  { engine, view, bytes }: { readonly engine: OpenEngine; readonly view: EngineView; readonly bytes: number },
): Promise<PolicyInput> {
  if (flag('dangling')) return asInput(policyOf({ kind: 'dangling' }));
  if (flag('unused')) return asInput(policyOf({ kind: 'unused' }));
  if (bytes > 0) return asInput(policyOf({ kind: 'free-bytes', bytes }));
  const named = text('policy');
  if (named !== undefined) return asInput((await choosePolicy(engine.client, named, session)).policy);
  const picks = pickImages([text('images') ?? ''], view.images);
  return {
    kind: 'picked',
    picks: picks.map(({ id, references }) => ({
      id,
      references: references === null ? null : [...references],
    })),
  };
}
