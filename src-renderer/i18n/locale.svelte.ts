import type { ErrorMessage } from '#main/contract/messages/error-messages.ts';
import type { AppErrorCode } from '#main/domain/app-error.ts';

import type { Catalogue } from './catalogue-en.ts';
import type { LaterCatalogue } from './later-en.ts';

/** Languages Ballast speaks. */
export type Language = 'en' | 'ja';

/** All words of one language. */
interface Words {
  readonly catalogue: Catalogue;
  readonly errors: Readonly<Record<AppErrorCode, ErrorMessage>>;
}

/** The language in use. One per window: words are needed in state and formats too, where no component is near. */
class Locale {
  #wanted: Language = 'en';
  #wantsLater = false;
  #language = $state<Language>('en');
  #words = $state.raw<Words | null>(null);
  #later = $state.raw<LaterCatalogue | null>(null);

  get language(): Language {
    return this.#language;
  }

  get words(): Words {
    if (this.#words === null) throw new Error('no language yet: wait for locale.use() first');
    return this.#words;
  }

  /** Words of parts that are opened later. */
  get later(): LaterCatalogue {
    if (this.#later === null) throw new Error('no words of this part yet: wait for locale.useLater() first');
    return this.#later;
  }

  /** Speaks this language as soon as its words are here: a window loads one language only. */
  async use(language: Language): Promise<void> {
    this.#wanted = language;
    const words =
      language === 'ja' ? (await import('./words-ja.ts')).wordsJa : (await import('./words-en.ts')).wordsEn;
    const later = this.#wantsLater ? await laterWords(language) : null;
    if (this.#wanted !== language) return;
    this.#words = words;
    this.#later = later ?? this.#later;
    this.#language = language;
  }

  /** Fetches the words of the parts that are opened later; from then on they follow the language too. */
  async useLater(): Promise<void> {
    this.#wantsLater = true;
    if (this.#later === null) await this.use(this.#wanted);
  }
}

async function laterWords(language: Language): Promise<LaterCatalogue> {
  return language === 'ja'
    ? (await import('./later-ja.ts')).laterJa
    : (await import('./later-en.ts')).laterEn;
}

export const locale = new Locale();

const words = (): Catalogue => locale.words.catalogue;

/** The words of the language in use: `t.images.title`. Read inside templates and `$derived` it follows the language. */
export const t = {
  get app() {
    return words().app;
  },
  get engines() {
    return words().engines;
  },
  get images() {
    return words().images;
  },
  get image() {
    return words().image;
  },
  get references() {
    return words().references;
  },
  get layers() {
    return words().layers;
  },
  get cleanup() {
    return words().cleanup;
  },
  get activity() {
    return words().activity;
  },
  get settings() {
    return words().settings;
  },
  get policies() {
    return locale.later.policies;
  },
  get bin() {
    return locale.later.bin;
  },
  get buildCache() {
    return locale.later.buildCache;
  },
  get automation() {
    return locale.later.automation;
  },
  /** What an error says, and what to do next. */
  error(code: AppErrorCode): ErrorMessage {
    return locale.words.errors[code];
  },
};

/** The language for a setting: `system` means what the machine prefers. */
export function languageFor(setting: Language | 'system', preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  return preferred.find((tag) => /^(en|ja)\b/.test(tag))?.startsWith('ja') === true ? 'ja' : 'en';
}
