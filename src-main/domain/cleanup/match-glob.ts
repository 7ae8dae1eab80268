/**
 * Whether a text is one that a pattern describes.
 * Shape:   `*` stands for any characters but `/`, `**` for any; everything else for itself.
 *          Goes back to the last `*` of each kind only: what an earlier one could still take, the last one can take too
 *          (a `*` never passes a `/`, so no other choice in front of it would). No pattern makes it slow.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, read] = [0, 0];
  // Behind the last `*` and `**`, and how far each has taken the text; -1: none.
  let [star, starRead, deep, deepRead] = [-1, 0, -1, 0];
  while (read < text.length) {
    if (pattern[at] === '*') {
      const first = at;
      while (pattern[at] === '*') at += 1;
      if (at - first === 1) [star, starRead] = [at, read];
      else [star, deep, deepRead] = [-1, at, read];
    } else if (at < pattern.length && pattern[at] === text[read]) {
      at += 1;
      read += 1;
    } else if (star >= 0 && text[starRead] !== '/') {
      starRead += 1;
      [at, read] = [star, starRead];
    } else if (deep >= 0) {
      deepRead += 1;
      [at, read, star] = [deep, deepRead, -1];
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}
