/** Languages the command line can speak. */
export type Language = 'en' | 'ja';

/** Language of error sentences: what was asked for, else the locale, else English. */
export function chooseLanguage(asked: string | undefined, environment: NodeJS.ProcessEnv): Language {
  const locale = [asked, environment['LC_ALL'], environment['LC_MESSAGES'], environment['LANG']].find(
    Boolean,
  );
  return locale?.toLowerCase().startsWith('ja') === true ? 'ja' : 'en';
}
