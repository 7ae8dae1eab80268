import type { RecoveryCheck } from '#main/contract/views/cleanup-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { CleanupPlan, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import { usualPlanOptions, type CleanupPolicy, type PlanOptions } from '#main/domain/cleanup/policy.ts';
import type { Recovery } from '#main/domain/cleanup/recoverability.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { toPlanInput, toRunInput, toTickedInput, type PlanInput, type RunInput } from './plan-input.ts';

/** What a plan is made for. */
export interface PlanRequest {
  readonly endpoint: string;
  readonly policy: CleanupPolicy;
  /** Name of the saved policy; empty when it is none. */
  readonly policyName: string;
  /** How it shall be carried out at first; what is not said is as usual. */
  readonly options?: Partial<PlanOptions>;
}

/** As many images as registries are asked about at once. */
const checksAtOnce = 1000;

/** One plan as a person reads and changes it: what may go, what of it is ticked, how it is carried out. */
export class PlanState {
  readonly request: PlanRequest;
  readonly #client: Pick<BallastClient, 'cleanup'>;
  #basis = $state.raw<CleanupPlan | null>(null);
  #plan = $state.raw<CleanupPlan | null>(null);
  #left = $state.raw<ReadonlySet<ImageId>>(new Set());
  #options = $state.raw<PlanOptions>(usualPlanOptions);
  #checks = $state.raw<ReadonlyMap<ImageId, RecoveryCheck>>(new Map());
  #error = $state.raw<AppErrorData | null>(null);
  #isPlanning = $state(false);
  #isChecking = $state(false);
  #savesFirst = $state(false);
  #isBasisOld = true;

  /** `known` is an answer that is there already and shown at once. */
  constructor(
    client: Pick<BallastClient, 'cleanup'>,
    request: PlanRequest,
    known: CleanupPlan | null = null,
  ) {
    this.#client = client;
    this.request = request;
    this.#options = { ...usualPlanOptions, ...request.options };
    if (known !== null) this.#take(known);
  }

  /** The plan with everything ticked: every item that can be. Null before the first answer. */
  get basis(): CleanupPlan | null {
    return this.#basis;
  }

  /** The plan for what is ticked now; null while it is made, and when nothing is ticked. */
  get plan(): CleanupPlan | null {
    return this.#plan;
  }

  get options(): PlanOptions {
    return this.#options;
  }

  /** Why the last answer could not be had; null when it could. */
  get error(): AppErrorData | null {
    return this.#error;
  }

  get isPlanning(): boolean {
    return this.#isPlanning;
  }

  get isChecking(): boolean {
    return this.#isChecking;
  }

  /** What registries said, by image. */
  get checks(): ReadonlyMap<ImageId, RecoveryCheck> {
    return this.#checks;
  }

  /** Whether what may exist only here is saved to a file before it goes. */
  get savesFirst(): boolean {
    return this.#savesFirst;
  }

  set savesFirst(saves: boolean) {
    this.#savesFirst = saves;
  }

  /** Items that are ticked. */
  readonly goingItems = $derived((this.#basis?.remove ?? []).filter((item) => !this.#left.has(item.id)));
  readonly ticked = $derived<ReadonlySet<ImageId>>(new Set(this.goingItems.map(({ id }) => id)));
  /** Ticked images that go as a whole: what they free is known to the window before the new plan is there. */
  readonly goingIds = $derived(this.#idsWith('remove'));
  /** Ticked images that are only parked. */
  readonly parkedIds = $derived(this.#idsWith('park'));
  /** Ticked images that go and can, as far as is known, not be had again from elsewhere. */
  readonly savableIds = $derived(
    this.goingItems
      .filter((item) => item.effect === 'remove' && this.recoveryOf(item).kind !== 're-pullable')
      .map(({ id }) => id),
  );

  readonly canRun = $derived(this.#plan !== null && this.#plan.remove.length > 0 && !this.#isPlanning);

  /** How an item can be had again: what a registry said counts more than what the engine says. */
  recoveryOf(item: PlannedRemoval): Recovery {
    return this.#checks.get(item.id)?.recovery ?? item.recovery;
  }

  /** Makes the plan anew from fresh facts, with everything ticked. */
  async again(): Promise<void> {
    this.#basis = null;
    this.#plan = null;
    this.#left = new Set();
    // Another object: an answer that is on its way is not to this question.
    this.#options = { ...this.#options };
    this.#isBasisOld = true;
    await this.#settle();
  }

  /** Leaves out or takes in again; the plan is made anew for exactly what is ticked. */
  async tick(ids: ReadonlySet<ImageId>): Promise<void> {
    const basis = this.#basis;
    if (basis === null) return;
    this.#left = new Set(basis.remove.map(({ id }) => id).filter((id) => !ids.has(id)));
    this.#plan = this.#left.size === 0 && !this.#isBasisOld ? basis : null;
    await this.#settle();
  }

  /** Carries it out in another way: into the bin, or with stopped containers that go first. What was left out stays so. */
  async change(options: Partial<PlanOptions>): Promise<void> {
    this.#options = { ...this.#options, ...options };
    this.#isBasisOld = true;
    this.#plan = null;
    await this.#settle();
  }

  /** Asks registries about everything that is ticked. */
  async checkRecovery(): Promise<void> {
    const ids = [...this.goingIds, ...this.parkedIds];
    if (this.#isChecking || ids.length === 0) return;
    this.#isChecking = true;
    try {
      for (let at = 0; at < ids.length; at += checksAtOnce) {
        const asked = ids.slice(at, at + checksAtOnce);
        const said = await this.#client.cleanup.checkRecovery({
          endpoint: this.request.endpoint,
          ids: asked,
        });
        this.#checks = new Map([...this.#checks, ...said.map((check) => [check.id, check] as const)]);
      }
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    } finally {
      this.#isChecking = false;
    }
  }

  /** What runs exactly the plan that is shown; null when there is none to run. */
  toRun(): RunInput | null {
    if (this.#plan === null || this.#plan.remove.length === 0) return null;
    const saveFirst = this.#savesFirst ? this.savableIds : [];
    return toRunInput(this.#plan, { request: this.request, saveFirst });
  }

  /** One question at a time until the answers fit what is asked now: the newest wish wins. */
  async #settle(): Promise<void> {
    if (this.#isPlanning) return;
    this.#isPlanning = true;
    try {
      for (let asked = this.#next(); asked !== null; asked = this.#next()) {
        const [left, options] = [this.#left, this.#options];
        const plan = await this.#client.cleanup.plan(asked);
        if (options !== this.#options) continue;
        if (this.#isBasisOld) this.#take(plan);
        else if (left === this.#left) this.#plan = plan;
      }
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    } finally {
      this.#isPlanning = false;
    }
  }

  /** The next question; null when nothing is open. */
  #next(): PlanInput | null {
    if (this.#isBasisOld) return toPlanInput(this.request.endpoint, this.request.policy, this.#options);
    if (this.#plan !== null || this.goingItems.length === 0) return null;
    return toTickedInput(this.request, this.#options, this.goingItems);
  }

  #take(plan: CleanupPlan): void {
    this.#basis = plan;
    this.#isBasisOld = false;
    this.#left = new Set(plan.remove.map(({ id }) => id).filter((id) => this.#left.has(id)));
    this.#plan = this.#left.size === 0 ? plan : null;
  }

  #idsWith(effect: PlannedRemoval['effect']): readonly ImageId[] {
    return this.goingItems.filter((item) => item.effect === effect).map(({ id }) => id);
  }
}
