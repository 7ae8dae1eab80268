/** The first character of a text that does not match, surrogate pairs whole; null when all do. */
export function firstMismatch(text: string, allowed: RegExp): { at: number; length: number } | null {
  let at = 0;
  for (const character of text) {
    if (!allowed.test(character)) return { at, length: character.length };
    at += character.length;
  }
  return null;
}
