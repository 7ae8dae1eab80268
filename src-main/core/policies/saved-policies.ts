import type { PolicyRow } from '../../contract/views/policy-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { RulePolicy } from '../../domain/cleanup/policy.ts';
import type { CoreDeps } from '../core-deps.ts';

type PolicyDeps = Pick<CoreDeps, 'store' | 'clock'>;

/** What a person saves. */
export interface PolicyChange {
  readonly name: string;
  readonly policy: RulePolicy;
  /** The name it had; another one renames it. */
  readonly formerName?: string | undefined;
}

/** Names that differ by case or by how a letter is put together are the same name to a person. */
export function sameName(a: string, b: string): boolean {
  const fold = (name: string): string => name.normalize('NFKC').toLowerCase();
  return fold(a) === fold(b);
}

/**
 * Adds, replaces or renames a policy.
 * Errors:  `usage.invalid` when another policy has the name already, or when the one to rename is not there.
 */
export function savePolicy(
  { store, clock }: PolicyDeps,
  { name, policy, formerName = name }: PolicyChange,
): readonly PolicyRow[] {
  const saved = store.policies();
  const former = saved.find((each) => each.name === formerName);
  if (former === undefined && formerName !== name) {
    throw new AppError('usage.invalid', {
      subject: formerName,
      detail: 'there is no policy of this name to rename',
    });
  }
  const taken = saved.find((each) => each !== former && sameName(each.name, name));
  if (taken !== undefined) {
    throw new AppError('usage.invalid', {
      subject: taken.name,
      detail: 'another policy has this name already',
    });
  }
  store.writePolicy({ name, policy, updatedAtMs: clock.now() }, formerName);
  return store.policies();
}

/** Removes a policy. Errors:  `usage.invalid` when there is none of this name. */
export function removePolicy({ store }: Pick<PolicyDeps, 'store'>, name: string): readonly PolicyRow[] {
  if (!store.removePolicy(name)) {
    throw new AppError('usage.invalid', { subject: name, detail: 'there is no policy of this name' });
  }
  return store.policies();
}
