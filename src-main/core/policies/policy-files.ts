import { formatPolicyFile, parsePolicyFile } from '../../contract/policy-file.ts';
import type { PolicyFileProblem, PolicyRow } from '../../contract/views/policy-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { CoreDeps } from '../core-deps.ts';
import { sameName } from './saved-policies.ts';

type FileDeps = Pick<CoreDeps, 'store' | 'clock'>;

/** What a policy file holds, and what keeping it does. */
export interface ImportOutcome {
  /** Policies of the file; empty when there are problems. */
  readonly policies: readonly PolicyRow[];
  /** Names of saved policies that it replaces, or would replace. */
  readonly replaces: readonly string[];
  readonly problems: readonly PolicyFileProblem[];
}

/**
 * Reads a policy file, and keeps what is in it when it is to be saved and nothing is wrong with it. A policy that is
 * there under the same name is replaced; of a file that cannot be kept as a whole nothing is kept.
 * Errors:  those of the store; problems of the file are an answer.
 */
export function importPolicies(
  { store, clock }: FileDeps,
  { text, save }: { readonly text: string; readonly save: boolean },
): ImportOutcome {
  const parsed = parsePolicyFile(text);
  if (!parsed.ok) return { policies: [], replaces: [], problems: parsed.problem };
  const updatedAtMs = clock.now();
  const policies = parsed.value.map(({ name, policy }) => ({ name, policy, updatedAtMs }));
  const saved = store.policies();
  const formerName = (name: string): string | undefined =>
    saved.find((each) => sameName(each.name, name))?.name;
  const replaces = policies.flatMap(({ name }) => formerName(name) ?? []);
  if (save) {
    store.writePolicies(
      policies.map((policy) => ({ policy, formerName: formerName(policy.name) ?? policy.name })),
    );
  }
  return { policies, replaces, problems: [] };
}

/**
 * A policy file of these policies; of all when none is named.
 * Errors:  `usage.invalid` for a name nobody saved.
 */
export function exportPolicies(
  { store }: Pick<FileDeps, 'store'>,
  names: readonly string[],
): { readonly text: string } {
  const saved = store.policies();
  const chosen = names.map((name) => {
    const policy = saved.find((each) => each.name === name);
    if (policy === undefined) {
      throw new AppError('usage.invalid', { subject: name, detail: 'there is no policy of this name' });
    }
    return policy;
  });
  return { text: formatPolicyFile(names.length === 0 ? saved : chosen) };
}
