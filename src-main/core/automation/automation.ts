import type { Automation as AutomationSettings } from '../../contract/operations/automation.ts';
import type { AnnouncementView, AutomationLogRow } from '../../contract/views/automation-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { CoreDeps } from '../core-deps.ts';
import { Announcements } from './announcements.ts';
import type { AutomationParts } from './automation-parts.ts';
import { writeMemory } from './automation-memory.ts';
import { keptAutomations, readAutomation, requireSense, writeAutomation } from './automation-settings.ts';
import { EngineAutomation } from './engine-automation.ts';
import { claimAutomation, releaseAutomation } from './one-ballast.ts';
import { systemScheduler } from './system-scheduler.ts';

/** Schedules and disks are looked at this often, and never more often. */
const tickMs = 15 * 60_000;

/** Automatic clean-up of all engines: off until it is switched on, quiet while nothing happens. */
export class Automation {
  readonly #parts: AutomationParts;
  readonly #deps: CoreDeps;
  readonly #scheduler: Scheduler;
  readonly #engines = new Map<string, EngineAutomation>();
  readonly #announcements = new Announcements();
  #isStarted = false;
  #hasClaimed = false;
  #takeBackTick: (() => void) | null = null;

  constructor({ deps, engines, jobs }: Pick<AutomationParts, 'deps' | 'engines' | 'jobs'>) {
    this.#deps = deps;
    this.#scheduler = deps.scheduler ?? systemScheduler;
    this.#parts = {
      deps,
      engines,
      jobs,
      announcements: this.#announcements,
      scheduler: this.#scheduler,
      mayAct: (endpoint, engineId) =>
        !jobs.isBusy(endpoint) && !this.#runsElsewhere(engineId) && this.#claims(),
    };
  }

  /** Begins to follow every engine it is switched on for. */
  start(): void {
    this.#isStarted = true;
    for (const endpoint of keptAutomations(this.#deps.store).keys()) this.#begin(endpoint);
  }

  read(endpoint: string): AutomationSettings {
    return readAutomation(this.#deps.store, endpoint);
  }

  /**
   * Keeps how an engine is cleaned up by itself; what was announced under the former settings is taken back.
   * Errors:  `usage.invalid` when it makes no sense; those of the engine when it is switched on and does not answer,
   *          because it is switched on for this engine and for no other at the same address.
   */
  async write(endpoint: string, automation: AutomationSettings): Promise<AutomationSettings> {
    const { store, clock } = this.#deps;
    requireSense(automation, store);
    const session = await this.#parts.engines.session(endpoint);
    const known = keptAutomations(store).get(endpoint)?.engineId ?? '';
    const engineId = automation.isOn ? (await session.describe()).id : known;
    this.#end(endpoint, 'the settings were changed');
    writeAutomation(store, endpoint, { engineId, automation });
    writeMemory(store, endpoint, { scheduledAtMs: clock.now(), policy: null, bin: null });
    this.#begin(endpoint);
    return automation;
  }

  /** What is announced now. */
  get announced(): readonly AnnouncementView[] {
    return this.#announcements.all;
  }

  /** What is announced, now and after each change. */
  watch(signal: AbortSignal): AsyncGenerator<readonly AnnouncementView[], void> {
    return this.#announcements.watch(signal);
  }

  /** Says no. Errors:  `usage.invalid` when it is not announced any more. */
  cancel(id: string): void {
    const announcement = this.#announcements.require(id);
    this.#engines.get(announcement.endpoint)?.cancel(announcement);
  }

  /** Runs what is announced, without waiting for its end. Errors:  as `cancel`. */
  runNow(id: string): void {
    const announcement = this.#announcements.require(id);
    void this.#engines.get(announcement.endpoint)?.run(announcement);
  }

  log(limit: number): readonly AutomationLogRow[] {
    return this.#deps.store.automationLog(limit);
  }

  /** A policy has other rules now: what was announced by it is taken back and looked at anew. */
  policyChanged(name: string): void {
    for (const { endpoint, policyName } of this.#announcements.all) {
      if (policyName === name) this.#restart(endpoint, 'the policy was changed');
    }
  }

  /** A policy has another name now. */
  policyRenamed(from: string, to: string): void {
    const { store } = this.#deps;
    for (const [endpoint, kept] of keptAutomations(store)) {
      if (kept.automation.policyName !== from) continue;
      writeAutomation(store, endpoint, { ...kept, automation: { ...kept.automation, policyName: to } });
      if (kept.automation.isOn) this.#restart(endpoint, 'the policy has another name');
    }
  }

  /** Refuses to let go of a policy that still runs by itself. Errors:  `usage.invalid` naming the engine. */
  requireUnused(policyName: string): void {
    for (const [endpoint, { automation }] of keptAutomations(this.#deps.store)) {
      if (!automation.isOn || automation.policyName !== policyName) continue;
      throw new AppError('usage.invalid', {
        subject: policyName,
        detail: `automatic clean-up of ${endpoint} runs this policy: switch it off or choose another one first`,
      });
    }
  }

  /** A policy is gone: settings that are switched off forget it. */
  policyRemoved(policyName: string): void {
    const { store } = this.#deps;
    for (const [endpoint, kept] of keptAutomations(store)) {
      if (kept.automation.policyName !== policyName) continue;
      writeAutomation(store, endpoint, { ...kept, automation: { ...kept.automation, policyName: null } });
    }
  }

  close(): void {
    for (const endpoint of [...this.#engines.keys()]) this.#end(endpoint, 'Ballast was closed');
    this.#isStarted = false;
    if (this.#hasClaimed) releaseAutomation(this.#deps);
    this.#hasClaimed = false;
  }

  /** Whether this Ballast and no other one sees to it. */
  #claims(): boolean {
    return (this.#hasClaimed = claimAutomation(this.#deps));
  }

  #restart(endpoint: string, why: string): void {
    this.#end(endpoint, why);
    this.#begin(endpoint);
  }

  #begin(endpoint: string): void {
    const kept = keptAutomations(this.#deps.store).get(endpoint);
    if (!this.#isStarted || kept?.automation.isOn !== true || this.#engines.has(endpoint)) return;
    const engine = new EngineAutomation(endpoint, kept.engineId, this.#parts);
    this.#engines.set(endpoint, engine);
    void engine.follow();
    if (this.#takeBackTick === null) this.#waitForTick();
  }

  #end(endpoint: string, why: string): void {
    this.#engines.get(endpoint)?.stop(why);
    this.#engines.delete(endpoint);
    if (this.#engines.size > 0) return;
    this.#takeBackTick?.();
    this.#takeBackTick = null;
  }

  #waitForTick(): void {
    this.#takeBackTick = this.#scheduler.after(tickMs, () => {
      for (const engine of this.#engines.values()) void engine.tick();
      this.#waitForTick();
    });
  }

  /** Whether another Ballast is in the middle of a run on the engine. */
  #runsElsewhere(engineId: string): boolean {
    const { store, machine } = this.#deps;
    return store
      .openRuns(engineId)
      .some(({ state, owner }) => state === 'running' && owner !== machine.self && machine.isAlive(owner));
  }
}
