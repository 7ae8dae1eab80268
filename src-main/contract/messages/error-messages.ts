import type { AppErrorCode } from '../../domain/app-error.ts';
import { errorsEn } from './errors-en.ts';
import { errorsJa } from './errors-ja.ts';

/** What a person reads when something failed. */
export interface ErrorMessage {
  /** What happened. */
  readonly sentence: string;
  /** What to do now. */
  readonly nextStep: string;
}

/** One message for every error code: a missing one does not compile. */
export type ErrorMessages = Readonly<Record<AppErrorCode, ErrorMessage>>;

/** The messages in a language, for the window and the command line alike. */
export function errorMessages(language: 'en' | 'ja'): ErrorMessages {
  return language === 'ja' ? errorsJa : errorsEn;
}
