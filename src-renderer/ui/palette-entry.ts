/** One thing a palette can find. */
export interface PaletteEntry {
  readonly key: string;
  readonly group: string;
  readonly label: string;
  readonly hint?: string;
  readonly run: () => void;
}

const shownAtMost = 60;

/** The entries that hold every word typed, those that begin with the first word foremost. */
export function findEntries(entries: readonly PaletteEntry[], typed: string): readonly PaletteEntry[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const first = words[0];
  if (first === undefined) return entries.slice(0, shownAtMost);
  const found = entries.filter((entry) => {
    const text = entry.label.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const begins = (entry: PaletteEntry): number => (entry.label.toLowerCase().startsWith(first) ? 0 : 1);
  // Groups stay together, in the order in which they came.
  const order = [...new Set(entries.map((entry) => entry.group))];
  return found
    .toSorted((a, b) => order.indexOf(a.group) - order.indexOf(b.group) || begins(a) - begins(b))
    .slice(0, shownAtMost);
}
