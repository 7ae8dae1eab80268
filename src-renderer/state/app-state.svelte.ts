import type { Settings } from '#main/contract/operations/settings.ts';
import type { CleanupPolicy, PlanOptions } from '#main/domain/cleanup/policy.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';
import { languageFor, locale, t, type Language } from '../i18n/locale.svelte.ts';
import { formatRoute, parseRoute, type Route } from './route.ts';

/** What the window can ask of its surroundings; a test gives its own. */
export interface Surroundings {
  readonly hash: string;
  readonly languages: readonly string[];
  readonly prefersDark: boolean;
  go(hash: string): void;
}

/** A plan somebody asked for elsewhere. */
export interface PendingPlan {
  readonly policy: CleanupPolicy;
  /** Name of the saved policy; empty when it is none. */
  readonly policyName: string;
  /** How it shall be carried out; what is not said is as usual. */
  readonly options: Partial<PlanOptions>;
}

const defaults: Settings = {
  theme: 'system',
  language: 'system',
  imageColumns: [],
  showIntermediates: false,
};

/** Where the window is, how it looks and speaks, and what it says aloud. */
export class AppState {
  readonly #client: BallastClient;
  readonly #surroundings: Surroundings;
  #route = $state.raw<Route>({ screen: 'images' });
  #settings = $state.raw<Settings>(defaults);
  #prefersDark = $state(false);
  #announcement = $state('');
  #notice = $state('');
  #pendingPlan = $state.raw<PendingPlan | null>(null);
  #isPaletteOpen = $state(false);
  #connection = $state<'connecting' | 'open' | 'lost'>('connecting');

  constructor(client: BallastClient, surroundings: Surroundings) {
    this.#client = client;
    this.#surroundings = surroundings;
    this.#prefersDark = surroundings.prefersDark;
    this.#route = parseRoute(surroundings.hash);
    void this.#speak();
  }

  readonly theme = $derived<'light' | 'dark'>(this.#themeNow());

  get route(): Route {
    return this.#route;
  }

  get settings(): Settings {
    return this.#settings;
  }

  get language(): Language {
    return locale.language;
  }

  get connection(): 'connecting' | 'open' | 'lost' {
    return this.#connection;
  }

  set connection(state: 'connecting' | 'open' | 'lost') {
    this.#connection = state;
  }

  /** Text of the one live region. */
  get announcement(): string {
    return this.#announcement;
  }

  /** A short visible message: what was just done. */
  get notice(): string {
    return this.#notice;
  }

  /** Says and shows that something was done. */
  notify(text: string): void {
    this.announce(text);
    this.#notice = text;
  }

  dismissNotice(): void {
    this.#notice = '';
  }

  get isPaletteOpen(): boolean {
    return this.#isPaletteOpen;
  }

  set isPaletteOpen(open: boolean) {
    this.#isPaletteOpen = open;
  }

  /** Goes to a hash such as `#/layers`. */
  go(hash: string): void {
    this.#surroundings.go(hash);
  }

  /** Goes to a place. */
  open(route: Route): void {
    this.go(formatRoute(route));
  }

  /** The hash has changed, by us or by the back button. */
  followHash(hash: string): void {
    this.#route = parseRoute(hash);
  }

  followSystemTheme(prefersDark: boolean): void {
    this.#prefersDark = prefersDark;
  }

  /** Every removal goes through a plan: the Clean-up screen takes the policy and shows what it would do. */
  openPlan(policy: CleanupPolicy, policyName = '', options: Partial<PlanOptions> = {}): void {
    this.#pendingPlan = { policy, policyName, options };
    this.go('#/cleanup');
  }

  /** The plan somebody asked for, once. */
  takePendingPlan(): PendingPlan | null {
    const pending = this.#pendingPlan;
    this.#pendingPlan = null;
    return pending;
  }

  /** Says something through the live region. The same text twice is said twice. */
  announce(text: string): void {
    this.#announcement = this.#announcement === text ? `${text}\u200B` : text;
  }

  /** Reads the settings; without them the defaults hold, and the window works all the same. */
  async loadSettings(): Promise<void> {
    try {
      this.#settings = await this.#client.settings.read({});
      await this.#speak();
    } catch (thrown) {
      this.announce(t.error(appErrorOf(thrown).code).sentence);
    }
  }

  /** Changes at once, keeps afterwards. */
  async changeSettings(change: Partial<Settings>): Promise<void> {
    this.#settings = { ...this.#settings, ...change };
    await this.#speak();
    this.#settings = await this.#client.settings.write(change);
    await this.#speak();
  }

  /** Changes a setting from wherever it is offered; a failure is said, and the change holds until the window closes. */
  adjust(change: Partial<Settings>): void {
    this.changeSettings(change).catch((thrown: unknown) =>
      this.notify(t.error(appErrorOf(thrown).code).sentence),
    );
  }

  async #speak(): Promise<void> {
    await locale.use(languageFor(this.#settings.language, this.#surroundings.languages));
  }

  #themeNow(): 'light' | 'dark' {
    if (this.#settings.theme !== 'system') return this.#settings.theme;
    return this.#prefersDark ? 'dark' : 'light';
  }
}
