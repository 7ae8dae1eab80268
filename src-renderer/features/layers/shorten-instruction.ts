/** What builders write around an instruction: shells, no-op marks, BuildKit's tail. */
const noise: readonly (readonly [RegExp, string])[] = [
  [/^\/bin\/sh -c #\(nop\)\s*/, ''],
  [/^(?:RUN )?(?:\|\d+ (?:\S+=\S* )*)?\/bin\/(?:ba|da)?sh (?:-o \S+ )*-\w*c /, 'RUN '],
  [/\s*# buildkit$/, ''],
  [/^ADD file:[0-9a-f]{12,} in (\S+).*$/, 'ADD file in $1'],
  [/^(ADD|COPY) (?:file|dir|multi):[0-9a-f]{12,} in (\S+).*$/, '$1 in $2'],
  [/\s+/g, ' '],
];

/** What package managers are always told, and what tells nothing about the layer. */
const habits: readonly (readonly [RegExp, string])[] = [
  [/\b(?:apt-get|apt|apk|dnf|yum) (?:-\S+ )*(?:update|upgrade)(?: -\S+)* && /g, ''],
  [
    / (?:--no-install-recommends|--no-install-suggests|--no-cache-dir|--no-cache|--yes|-yqq|-qq|-y)(?= |$)/g,
    '',
  ],
  [/ && (?:rm -rf \S*(?:\/var\/lib\/apt\/lists|\/var\/cache)\S*|apt-get clean|npm cache clean --force)/g, ''],
  [/^RUN set -\w+ ?(?:;|&&) ?/, 'RUN '],
];

/** An instruction as a person wrote it, on one line, without what the builder put around it. */
export function shortenInstruction(createdBy: string): string {
  return replaceAll(createdBy.trim(), noise);
}

/** What an instruction is about, for a place with room for a few words: habits of package managers left out. */
export function gistOfInstruction(createdBy: string): string {
  return replaceAll(shortenInstruction(createdBy), habits);
}

function replaceAll(text: string, rules: readonly (readonly [RegExp, string])[]): string {
  return rules.reduce((now, [pattern, instead]) => now.replace(pattern, instead), text).trim();
}
