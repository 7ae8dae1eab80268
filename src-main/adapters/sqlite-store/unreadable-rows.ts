import type { UnreadableRow } from '../../ports/unreadable-row.ts';

/** Rows that were left out, so that nothing is lost in silence. */
export interface UnreadableRows {
  /** What `read` gives; null, and a note, when the row cannot be read. */
  readonly tryRow: <T>(row: Pick<UnreadableRow, 'kind' | 'name'>, read: () => T) => T | null;
  readonly list: () => readonly UnreadableRow[];
}

/** An empty list. */
export function unreadableRows(): UnreadableRows {
  const met = new Map<string, UnreadableRow>();
  const keyOf = ({ kind, name }: Pick<UnreadableRow, 'kind' | 'name'>): string => `${kind} ${name}`;
  return {
    tryRow: (row, read) => {
      try {
        const value = read();
        // It may have been written anew since.
        met.delete(keyOf(row));
        return value;
      } catch (thrown) {
        met.set(keyOf(row), { ...row, why: thrown instanceof Error ? thrown.message : String(thrown) });
        return null;
      }
    },
    list: () => [...met].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
  };
}
