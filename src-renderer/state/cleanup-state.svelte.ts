import type { CleanupPlan, CleanupPolicy, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** Ready-made policies, each shown as a suggestion. */
export type Suggestion = 'dangling' | 'unused';

/** What each suggestion would do. */
export type Suggestions = Readonly<Record<Suggestion, CleanupPlan>>;

/** The way of one clean-up: suggestions, a plan to read and change, its run. */
export class CleanupState {
  readonly #client: Pick<BallastClient, 'cleanup'>;
  #endpoint: string | null = null;
  #looked = 0;
  #planned = 0;
  #isReplanning = false;
  #suggestions = $state.raw<Suggestions | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #policy = $state.raw<CleanupPolicy | null>(null);
  #basis = $state.raw<CleanupPlan | null>(null);
  #plan = $state.raw<CleanupPlan | null>(null);
  #ticked = $state.raw<ReadonlySet<ImageId>>(new Set());
  #isPlanning = $state(false);
  #isStarting = $state(false);
  #jobId = $state<string | null>(null);

  constructor(client: Pick<BallastClient, 'cleanup'>) {
    this.#client = client;
  }

  /** Null before the first answer. */
  get suggestions(): Suggestions | null {
    return this.#suggestions;
  }

  /** Why the last plan or run could not be had; null when it could. */
  get error(): AppErrorData | null {
    return this.#error;
  }

  /** What was asked for; null while only suggestions are shown. */
  get policy(): CleanupPolicy | null {
    return this.#policy;
  }

  /** The plan as it was first made: every item that can be ticked. */
  get basis(): CleanupPlan | null {
    return this.#basis;
  }

  /** The plan for what is ticked now; null while it is made, and when nothing is ticked. */
  get plan(): CleanupPlan | null {
    return this.#plan;
  }

  get ticked(): ReadonlySet<ImageId> {
    return this.#ticked;
  }

  get isPlanning(): boolean {
    return this.#isPlanning;
  }

  get isStarting(): boolean {
    return this.#isStarting;
  }

  /** The job that runs or ran the plan; null before. */
  get jobId(): string | null {
    return this.#jobId;
  }

  /** Items that are ticked. */
  readonly goingItems = $derived((this.#basis?.remove ?? []).filter((item) => this.#ticked.has(item.id)));
  /** Ticked images that go as a whole: what they free is known to the window before the new plan is there. */
  readonly goingIds = $derived(
    this.goingItems.filter((item) => item.effect === 'remove').map((item) => item.id),
  );

  readonly canRun = $derived(
    this.#plan !== null && this.#plan.remove.length > 0 && !this.#isPlanning && !this.#isStarting,
  );

  /** From now on it is about this engine; everything about another one is dropped. */
  use(endpoint: string | null): void {
    if (endpoint !== this.#endpoint) this.#reset(endpoint);
  }

  /** Makes the suggestions anew. */
  async look(): Promise<void> {
    const endpoint = this.#endpoint;
    if (endpoint === null) return;
    const looked = (this.#looked += 1);
    try {
      const plan = (kind: Suggestion): Promise<CleanupPlan> =>
        this.#client.cleanup.plan({ endpoint, policy: { kind } });
      const [dangling, unused] = await Promise.all([plan('dangling'), plan('unused')]);
      if (looked !== this.#looked) return;
      this.#suggestions = { dangling, unused };
      this.#error = null;
    } catch (thrown) {
      if (looked === this.#looked) this.#error = appErrorOf(thrown);
    }
  }

  /** Shows what a policy would do, from fresh facts; a suggestion's plan is shown at once meanwhile. */
  async open(policy: CleanupPolicy): Promise<void> {
    const known = policy.kind === 'picked' ? undefined : this.#suggestions?.[policy.kind];
    this.#policy = policy;
    this.#jobId = null;
    this.#error = null;
    this.#take(known ?? null);
    if (known === undefined) await this.planAgain();
  }

  /** Makes the plan anew from fresh facts, with everything ticked. */
  async planAgain(): Promise<void> {
    const policy = this.#policy;
    if (policy === null) return;
    this.#jobId = null;
    this.#take(null);
    const plan = await this.#ask(policy);
    if (plan !== null) this.#take(plan);
  }

  /** Back to the suggestions. */
  leave(): void {
    this.#policy = null;
    this.#jobId = null;
    this.#error = null;
    this.#planned += 1;
    this.#isPlanning = false;
    this.#take(null);
  }

  /** Leaves out or takes in again; the plan is made anew for exactly what is ticked, one question at a time. */
  async tick(ids: ReadonlySet<ImageId>): Promise<void> {
    const basis = this.#basis;
    if (basis === null) return;
    this.#ticked = ids;
    this.#plan = basis.remove.every((item) => ids.has(item.id)) ? basis : null;
    if (this.#isReplanning) return;
    this.#isReplanning = true;
    while (this.#plan === null && this.#basis === basis && this.goingItems.length > 0) {
      const asked = this.#ticked;
      const plan = await this.#ask({ kind: 'picked', picks: this.goingItems.map(toPick) });
      if (asked === this.#ticked && this.#basis === basis) this.#plan = plan;
      if (plan === null) break;
    }
    this.#isReplanning = false;
  }

  /** Runs exactly the plan that is shown. */
  async run(): Promise<void> {
    const plan = this.#plan;
    const endpoint = this.#endpoint;
    if (plan === null || endpoint === null || this.#isStarting) return;
    this.#isStarting = true;
    this.#error = null;
    try {
      const remove = plan.remove.map(({ id, effect, references, reasons }) => {
        return { id, effect, references: [...references], reasons: [...reasons] };
      });
      const { jobId } = await this.#client.cleanup.run({ endpoint, fingerprint: plan.fingerprint, remove });
      this.#jobId = jobId;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    } finally {
      this.#isStarting = false;
    }
  }

  /** Shows a job that was started elsewhere, or before the window was opened. */
  adopt(jobId: string): void {
    this.#jobId = jobId;
  }

  /** The newest question wins: an older answer comes back as null. */
  async #ask(policy: CleanupPolicy): Promise<CleanupPlan | null> {
    if (this.#endpoint === null) return null;
    const planned = (this.#planned += 1);
    this.#isPlanning = true;
    try {
      const plan = await this.#client.cleanup.plan({ endpoint: this.#endpoint, policy: toInput(policy) });
      if (planned !== this.#planned) return null;
      this.#error = null;
      return plan;
    } catch (thrown) {
      if (planned === this.#planned) this.#error = appErrorOf(thrown);
      return null;
    } finally {
      if (planned === this.#planned) this.#isPlanning = false;
    }
  }

  #take(plan: CleanupPlan | null): void {
    this.#basis = plan;
    this.#plan = plan;
    this.#ticked = new Set(plan?.remove.map((item) => item.id));
  }

  #reset(endpoint: string | null): void {
    this.#endpoint = endpoint;
    this.#looked += 1;
    this.#suggestions = null;
    this.leave();
  }
}

function toPick(item: PlannedRemoval): { id: ImageId; references: readonly string[] | null } {
  return { id: item.id, references: item.effect === 'untag' ? item.references : null };
}

type PolicyInput = Parameters<BallastClient['cleanup']['plan']>[0]['policy'];

/** The contract takes plain arrays. */
function toInput(policy: CleanupPolicy): PolicyInput {
  if (policy.kind !== 'picked') return policy;
  const picks = policy.picks.map(({ id, references }) => ({ id, references: references && [...references] }));
  return { kind: 'picked', picks };
}
