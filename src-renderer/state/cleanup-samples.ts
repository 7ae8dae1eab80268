import type { CleanupPlan, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { CleanupPolicy, PlanOptions } from '#main/domain/cleanup/policy.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

import type { BallastClient } from '../api/client.ts';

/** One image that goes, for a test. */
export function sampleRemoval(name: string, changes: Partial<PlannedRemoval> = {}): PlannedRemoval {
  return {
    id: toImageId(name),
    effect: 'remove',
    references: [`${name}:1`],
    platforms: [],
    reasons: ['unused'],
    recovery: { kind: 'local-only', pullFrom: [], builtBy: null },
    frees: { exact: 10 },
    ...changes,
  };
}

/** A plan that removes these; ten bytes each unless it says otherwise. */
export function planWith(remove: readonly PlannedRemoval[], changes: Partial<CleanupPlan> = {}): CleanupPlan {
  const total = { exact: 10 * remove.filter(({ effect }) => effect === 'remove').length };
  return {
    fingerprint: 'f',
    engineId: 'engine',
    policy: { kind: 'rules', match: 'any', rules: [{ kind: 'unused' }], pins: [] },
    containers: [],
    remove,
    keep: [],
    frees: { total, layers: total, content: { exact: 0 }, doubts: [] },
    freesWhenEmptied: { exact: 0 },
    affected: [],
    notes: [],
    ...changes,
  };
}

/** What the scripted core was asked for a plan. */
interface AskedPlan extends PlanOptions {
  readonly policy: CleanupPolicy;
  readonly shown?: { readonly remove: readonly PlannedRemoval[] };
}

/**
 * A core that answers when told to, and keeps what it was asked. Rules remove `a`, `b` and `c`; the fingerprint says what
 * a plan is for.
 */
export class ScriptedCleanup {
  readonly asked: AskedPlan[] = [];
  readonly calls: { readonly name: string; readonly input: unknown }[] = [];
  /** Answers of everything but plans, by name. */
  answers: Record<string, () => Promise<unknown>> = {};
  #gate = Promise.resolve();

  /** Every plan waits until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return resolve;
  }

  /** As much of a client as a clean-up needs. */
  get client(): BallastClient {
    const call = (name: string) => (input: unknown) => {
      this.calls.push({ name, input });
      return this.answers[name]?.() ?? Promise.resolve([]);
    };
    const cleanup = new Proxy(
      {},
      { get: (_, name) => (name === 'plan' ? (input: AskedPlan) => this.#plan(input) : call(String(name))) },
    );
    const client: unknown = { cleanup, jobs: { journal: call('journal') } };
    return client as BallastClient;
  }

  async #plan(input: AskedPlan): Promise<CleanupPlan> {
    this.asked.push(input);
    await this.#gate;
    const failing = this.answers['plan'];
    if (failing !== undefined) await failing();
    return answerOf(input);
  }
}

function answerOf({ policy, park, containers, shown }: AskedPlan): CleanupPlan {
  const names = shown?.remove.map(({ id }) => id) ?? ['a', 'b', 'c'];
  const effect = park ? 'park' : 'remove';
  const marks = [shown === undefined ? policy.kind : 'ticked', names.join('')];
  if (policy.kind === 'rules' && policy.rules[0]?.kind === 'free-bytes')
    marks.push(`${policy.rules[0].bytes}`);
  if (park) marks.push('park');
  const remove = names.map((name) => sampleRemoval(name, { effect, reasons: ['dangling'] }));
  return planWith(remove, { policy, fingerprint: [...marks, ...containers].join(':') });
}
