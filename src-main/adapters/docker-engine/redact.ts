const longestDetail = 1_000;

const rules: readonly (readonly [RegExp, string])[] = [
  // `https://user:password@host`, also a user alone: it may be a token.
  [/([a-z][a-z0-9+.-]*:\/\/)[^/@\s"']*@/gi, '$1***@'],
  [/\b(bearer|basic)\s+[A-Za-z0-9+/_=.~-]{8,}/gi, '$1 ***'],
  [
    /("?\b(?:password|passwd|secret|identitytoken|registrytoken|access_token|token)"?\s*[=:]\s*"?)[^\s"',&}]+/gi,
    '$1***',
  ],
  // What would move the cursor of a terminal or break a line of a log.
  // eslint-disable-next-line no-control-regex -- control characters are what it is about: https://eslint.org/docs/latest/rules/no-control-regex
  [/[\u0000-\u0008\u000b-\u001f\u007f]+/g, ' '],
];

/** An engine's own words, fit to be shown and logged: no secrets, no control characters, not endless. */
export function redact(text: string): string {
  const clean = rules.reduce((all, [pattern, instead]) => all.replace(pattern, instead), text).trim();
  return clean.length > longestDetail ? `${clean.slice(0, longestDetail)}…` : clean;
}
