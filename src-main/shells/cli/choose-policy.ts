import { parsePolicyFile } from '../../contract/policy-file.ts';
import type { PolicyFileProblem } from '../../contract/views/policy-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { RulePolicy } from '../../domain/cleanup/policy.ts';
import type { BallastClient } from '../composition.ts';
import { readText } from './read-text.ts';
import type { Session } from './session.ts';

/** A policy, and the name it is saved under; empty for one that comes from a file. */
export interface ChosenPolicy {
  readonly policy: RulePolicy;
  readonly name: string;
}

/**
 * What `--policy` names: a file when it is `-`, has a slash or ends in `.json` (a name has no slash), else a saved policy.
 * Errors:  `usage.invalid`: no such policy, or everything that is wrong with the file.
 */
export async function choosePolicy(
  client: BallastClient,
  typed: string,
  session: Session,
): Promise<ChosenPolicy> {
  const { stdin, signal } = session.options;
  if (isFile(typed)) return { policy: await readOnePolicy(typed, stdin), name: '' };
  const saved = await client.policies.list({}, { signal });
  const found = saved.find(({ name }) => name === typed);
  if (found !== undefined) return { policy: found.policy, name: found.name };
  const names = saved.map(({ name }) => name).join(', ');
  throw new AppError('usage.invalid', {
    subject: typed,
    detail: `no policy is saved under this name${names === '' ? '; none is saved' : `; there is ${names}`}`,
  });
}

/** Everything wrong with a policy file, one line each. */
export function policyFileError(path: string, problems: readonly PolicyFileProblem[]): AppError {
  const lines = problems.map(({ field, problem }) => (field === '' ? problem : `${field}: ${problem}`));
  return new AppError('usage.invalid', { subject: path === '-' ? 'stdin' : path, detail: lines.join('\n') });
}

/** The same policy in the shape an input has: its arrays may be changed. */
export function asInput(
  policy: RulePolicy,
): RulePolicy & { rules: RulePolicy['rules'][number][]; pins: RulePolicy['pins'][number][] } {
  return { ...policy, rules: [...policy.rules], pins: [...policy.pins] };
}

function isFile(typed: string): boolean {
  return typed === '-' || /[/\\]|\.json$/i.test(typed);
}

async function readOnePolicy(path: string, stdin: NodeJS.ReadableStream): Promise<RulePolicy> {
  const parsed = parsePolicyFile(await readText(path, stdin));
  if (!parsed.ok) throw policyFileError(path, parsed.problem);
  const [only, ...others] = parsed.value;
  if (only !== undefined && others.length === 0) return only.policy;
  const names = parsed.value.map(({ name }) => name).join(', ');
  const detail =
    only === undefined
      ? 'it holds no policy'
      : `it holds ${parsed.value.length} policies (${names}), and a clean-up follows one: import it, then name one`;
  throw new AppError('usage.invalid', { subject: path === '-' ? 'stdin' : path, detail });
}
