import type { AppErrorData } from '#main/domain/app-error.ts';

import { appErrorOf } from '../api/client.ts';

/** The answer to one question that is asked again and again: the newest counts, and stays when a later one fails. */
export class Answer<T> {
  #asked = 0;
  #value = $state.raw<T | null>(null);
  #error = $state.raw<AppErrorData | null>(null);
  #isAsking = $state(false);

  /** Null before the first answer. */
  get value(): T | null {
    return this.#value;
  }

  /** Why the last question was not answered; null when it was. */
  get error(): AppErrorData | null {
    return this.#error;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  async ask(question: () => Promise<T>): Promise<void> {
    const asked = (this.#asked += 1);
    this.#isAsking = true;
    try {
      const value = await question();
      if (asked !== this.#asked) return;
      this.#value = value;
      this.#error = null;
    } catch (thrown) {
      if (asked === this.#asked) this.#error = appErrorOf(thrown);
    } finally {
      if (asked === this.#asked) this.#isAsking = false;
    }
  }

  /** It is about something else from now on: neither what is known nor what is on its way counts. */
  forget(): void {
    this.#asked += 1;
    this.#value = null;
    this.#error = null;
    this.#isAsking = false;
  }
}
