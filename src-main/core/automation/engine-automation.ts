import type { AnnouncementView } from '../../contract/views/automation-view.ts';
import { toAppError } from '../../domain/app-error.ts';
import type { CleanupPlan } from '../../domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import { readPlanFacts } from '../cleanup/plan-facts.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import type { EngineState } from '../engines/engine-state.ts';
import { Mutex } from '../mutex.ts';
import type { AutomationParts } from './automation-parts.ts';
import { AutomationLog, goingCount } from './automation-log.ts';
import { readMemory, writeMemory, type AutomationMemory } from './automation-memory.ts';
import { keptAutomations, type KeptAutomation } from './automation-settings.ts';
import { diskOf } from './disk-of.ts';
import { lostPins } from './lost-pins.ts';
import { runAnnounced } from './run-announced.ts';
import { asSavedNow, isStillToRun, wantedCleanups, type WantedCleanup } from './wanted-cleanups.ts';

/** Time to say no before what was announced runs. */
const countdownMs = 60_000;
/** After something was told or done nothing is looked at for so long: the next timer finds what is left. */
const quietMs = 15 * 60_000;
/** The same is not told again before this is over. */
const retellMs = 24 * 3_600_000;

/**
 * Automatic clean-up of one engine: looks when the engine tells of a change and when the timer goes, announces exactly
 * one plan at a time, and runs that plan and no other unless somebody says no.
 * Errors:  none; what goes wrong is a line of the log.
 */
export class EngineAutomation {
  readonly #endpoint: string;
  readonly #parts: AutomationParts;
  readonly #log: AutomationLog;
  readonly #engineId: string;
  readonly #stop = new AbortController();
  #session: EngineSession | null = null;
  #wanted: WantedCleanup | null = null;
  #takeBack: () => void = () => undefined;
  readonly #work = new Mutex();
  #waiting = 0;
  #quietUntilMs = 0;

  constructor(endpoint: string, engineId: string, parts: AutomationParts) {
    this.#endpoint = endpoint;
    this.#engineId = engineId;
    this.#parts = parts;
    this.#log = new AutomationLog(parts.deps, engineId);
  }

  /** Follows the engine's events until it is stopped. */
  async follow(): Promise<void> {
    const { signal } = this.#stop;
    try {
      this.#session = await this.#parts.engines.session(this.#endpoint);
      for await (const frame of this.#session.watch(signal)) {
        if (frame.kind === 'ready') await this.#look(frame.state, 'event');
      }
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  /** The timer went. */
  async tick(): Promise<void> {
    if (this.#session === null) return void this.follow();
    if (this.#session.isCurrent && this.#session.state !== null) {
      await this.#look(this.#session.state, 'timer');
    }
  }

  /** Somebody says no to what is announced. */
  cancel(announcement: AnnouncementView): void {
    this.#log.write({ ...announcement, event: 'cancelled' });
    this.#settle(announcement);
  }

  /** Runs what is announced now, once. */
  run(announcement: AnnouncementView): Promise<void> {
    return this.#alone(async () => {
      const { announcements, deps } = this.#parts;
      const wanted = this.#wanted;
      const session = this.#session;
      const isAnnounced = announcements.of(this.#endpoint)?.id === announcement.id;
      if (session === null || wanted === null || !isAnnounced) return;
      this.#settle(announcement);
      const end = await runAnnounced({ session, announcement, log: this.#log, ...this.#parts });
      const now = end === 'stale' ? asSavedNow(wanted, deps.store.policies()) : null;
      if (now !== null && !this.#stop.signal.aborted) await this.#plan(session, now, true);
    });
  }

  /** Stops; what is announced is taken back and said so. */
  stop(why: string): void {
    this.#stop.abort();
    this.#takeBack();
    const announcement = this.#parts.announcements.of(this.#endpoint);
    if (announcement === null) return;
    this.#parts.announcements.remove(announcement.id);
    if (announcement.runsAtMs !== null) {
      this.#log.write({ ...announcement, event: 'cancelled', detail: why });
    }
  }

  async #look(state: EngineState, occasion: 'event' | 'timer'): Promise<void> {
    this.#forgetOutdated(state);
    // Another look, or a run, is under way: what it leaves open the next timer finds.
    if (this.#waiting > 0) return;
    await this.#alone(async () => {
      const session = this.#session;
      const kept = this.#kept();
      const isQuiet = this.#parts.deps.clock.now() < this.#quietUntilMs;
      if (session === null || kept === null || isQuiet || this.#isCountingDown()) return;
      if (!this.#parts.mayAct(this.#endpoint, this.#engineId)) return;
      await this.#consider(session, state, { kept, occasion });
    });
  }

  /** One thing after another; what goes wrong is told in the log. */
  #alone(task: () => Promise<void>): Promise<void> {
    this.#waiting += 1;
    return this.#work.run(async () => {
      try {
        await task();
      } catch (thrown) {
        this.#failed(thrown);
      } finally {
        this.#waiting -= 1;
      }
    });
  }

  async #consider(
    session: EngineSession,
    state: EngineState,
    { kept, occasion }: { readonly kept: KeptAutomation; readonly occasion: 'event' | 'timer' },
  ): Promise<void> {
    const { deps } = this.#parts;
    if (state.description.id !== this.#engineId) {
      this.#say('failed', 'another engine answers at this address: switch it on again if it is meant');
      return;
    }
    const lost = lostPins(deps.store);
    if (lost !== null && kept.automation.action === 'run') return this.#say('failed', lost);
    const memory = this.#memory();
    const isTimer = occasion === 'timer';
    const wanted = wantedCleanups(
      state,
      { automation: kept.automation, policies: deps.store.policies() },
      {
        disk: isTimer && kept.automation.diskFullerThanPercent !== null ? await this.#disk(state) : null,
        scheduledAtMs: isTimer ? memory.scheduledAtMs : null,
        nowMs: deps.clock.now(),
      },
    );
    for (const each of wanted) {
      if (this.#stop.signal.aborted || (await this.#plan(session, each, false))) return;
    }
  }

  /** Plans what is wanted and announces it. Whether something is announced now. */
  async #plan(session: EngineSession, wanted: WantedCleanup, again: boolean): Promise<boolean> {
    const { deps } = this.#parts;
    // No registry is asked: what nobody has checked is kept.
    const facts = await readPlanFacts(session, deps);
    if (this.#stop.signal.aborted || facts.snapshot.engineId !== this.#engineId) return false;
    const options = { park: wanted.park, containers: [] };
    const plan = planCleanup(facts, wanted.policy, { sha256: deps.sha256, options });
    const nowMs = deps.clock.now();
    this.#quietUntilMs = nowMs + quietMs;
    if (plan.remove.length === 0) {
      if (wanted.cause === 'schedule') this.#remember({ scheduledAtMs: nowMs });
      this.#log.writeOnce({ ...wanted, event: 'nothing-to-do', plan });
      return false;
    }
    const told = this.#memory()[wanted.kind];
    const isKnown = told !== null && told.mark === this.#markOf(plan) && nowMs - told.atMs < retellMs;
    if (isKnown && !again) {
      if (wanted.cause === 'schedule') this.#remember({ scheduledAtMs: nowMs });
      return false;
    }
    this.#announce(wanted, plan, nowMs);
    return true;
  }

  #announce(wanted: WantedCleanup, plan: CleanupPlan, nowMs: number): void {
    const { deps, announcements } = this.#parts;
    const runs = this.#kept()?.automation.action === 'run';
    const former = announcements.of(this.#endpoint);
    if (former !== null) announcements.remove(former.id);
    const announcement: AnnouncementView = {
      id: deps.newId(),
      endpoint: this.#endpoint,
      policyName: wanted.policyName,
      cause: wanted.cause,
      imageCount: goingCount(plan),
      frees: plan.frees.total,
      announcedAtMs: nowMs,
      runsAtMs: runs ? nowMs + countdownMs : null,
      park: wanted.park,
      plan,
    };
    this.#wanted = wanted;
    this.#log.write({ ...announcement, event: runs ? 'announced' : 'notified' });
    if (runs) this.#countDown(announcement.id);
    else this.#tell(wanted, plan);
    announcements.put(announcement);
  }

  #countDown(id: string): void {
    this.#takeBack = this.#parts.scheduler.after(countdownMs, () => {
      this.#due(id).catch((thrown: unknown) => this.#failed(thrown));
    });
  }

  /** The countdown is over. A machine that slept meanwhile showed it to nobody, and another run goes first. */
  async #due(id: string): Promise<void> {
    const { announcements, deps } = this.#parts;
    const announcement = announcements.of(this.#endpoint);
    if (announcement?.id !== id || announcement.runsAtMs === null) return;
    const nowMs = deps.clock.now();
    const hasSlept = nowMs > announcement.runsAtMs + countdownMs;
    if (hasSlept || !this.#parts.mayAct(this.#endpoint, this.#engineId)) {
      announcements.put({ ...announcement, runsAtMs: nowMs + countdownMs });
      this.#countDown(id);
      return;
    }
    const kept = this.#kept();
    // Another Ballast on the same state file tells nobody that it switched something off, or changed a policy.
    if (kept === null || !isStillToRun(this.#wanted, kept.automation, deps.store)) {
      announcements.remove(id);
      const detail = 'the settings or the policy were changed meanwhile';
      return this.#log.write({ ...announcement, event: 'cancelled', detail });
    }
    await this.run(announcement);
  }

  /** What was announced is so no longer: it runs, or somebody said no. */
  #settle({ id, plan }: AnnouncementView): void {
    this.#takeBack();
    this.#parts.announcements.remove(id);
    if (this.#wanted !== null) this.#tell(this.#wanted, plan);
    this.#wanted = null;
    this.#quietUntilMs = this.#parts.deps.clock.now() + quietMs;
  }

  /** A plan that was only told and that somebody has seen to meanwhile. */
  #forgetOutdated({ snapshot }: EngineState): void {
    const announcement = this.#parts.announcements.of(this.#endpoint);
    if (announcement === null || announcement.runsAtMs !== null) return;
    const here = new Set(snapshot.images.map(({ id }) => id));
    if (announcement.plan.remove.every(({ id }) => here.has(id))) return;
    this.#parts.announcements.remove(announcement.id);
  }

  #isCountingDown(): boolean {
    return (this.#parts.announcements.of(this.#endpoint)?.runsAtMs ?? null) !== null;
  }

  async #disk(state: EngineState): Promise<Awaited<ReturnType<typeof diskOf>>['use']> {
    const { use, why } = await diskOf(this.#endpoint, state.description.dataRoot, this.#parts.deps.machine);
    if (use === null) this.#say('failed', why, 'disk-fuller');
    return use;
  }

  #tell({ kind }: WantedCleanup, plan: CleanupPlan): void {
    const atMs = this.#parts.deps.clock.now();
    const told = { mark: this.#markOf(plan), atMs };
    this.#remember(kind === 'policy' ? { policy: told, scheduledAtMs: atMs } : { bin: told });
  }

  #markOf({ remove }: CleanupPlan): string {
    return this.#parts.deps.sha256(JSON.stringify(remove.map(({ id, effect }) => [id, effect])));
  }

  #kept(): KeptAutomation | null {
    const kept = keptAutomations(this.#parts.deps.store).get(this.#endpoint);
    return kept?.automation.isOn === true && kept.engineId === this.#engineId ? kept : null;
  }

  #memory(): AutomationMemory {
    const { store, clock } = this.#parts.deps;
    return readMemory(store, this.#endpoint) ?? { scheduledAtMs: clock.now(), policy: null, bin: null };
  }

  #remember(change: Partial<AutomationMemory>): void {
    writeMemory(this.#parts.deps.store, this.#endpoint, { ...this.#memory(), ...change });
  }

  #failed(thrown: unknown): void {
    if (this.#stop.signal.aborted) return;
    const { code, detail } = toAppError(thrown);
    this.#say('failed', [code, detail].filter(Boolean).join(': '));
  }

  #say(event: 'failed', detail: string, cause: WantedCleanup['cause'] = 'schedule'): void {
    const policyName = this.#kept()?.automation.policyName ?? '';
    this.#log.writeOnce({ event, detail, policyName, cause });
  }
}
