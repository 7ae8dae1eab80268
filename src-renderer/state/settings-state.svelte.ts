import type { AboutBallast, Settings } from '#main/contract/operations/settings.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** Keeps a change; `AppState` does it for the whole window. */
interface SettingsKeeper {
  changeSettings(change: Partial<Settings>): Promise<void>;
}

/** What Ballast says of itself, and whether the last change could be kept. */
export class SettingsState {
  readonly #client: Pick<BallastClient, 'settings'>;
  readonly #keeper: SettingsKeeper;
  #about = $state.raw<AboutBallast | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #saveError = $state.raw<AppErrorData | null>(null);

  constructor(client: Pick<BallastClient, 'settings'>, keeper: SettingsKeeper) {
    this.#client = client;
    this.#keeper = keeper;
  }

  get about(): AboutBallast | null {
    return this.#about;
  }

  get error(): AppErrorData | null {
    return this.#error;
  }

  /** Why the last change holds only in this window; null when it was kept. */
  get saveError(): AppErrorData | null {
    return this.#saveError;
  }

  async load(): Promise<void> {
    try {
      this.#about = await this.#client.settings.about({});
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }

  async change(change: Partial<Settings>): Promise<void> {
    try {
      await this.#keeper.changeSettings(change);
      this.#saveError = null;
    } catch (thrown) {
      this.#saveError = appErrorOf(thrown);
    }
  }
}
