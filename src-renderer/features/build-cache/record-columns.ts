import { t } from '#renderer/i18n/locale.svelte.ts';
import type { GridColumn } from '#renderer/ui/grid-column.ts';

/** The columns of the table of records, in the language in use. */
export function recordColumns(): readonly GridColumn[] {
  const { columns } = t.buildCache;
  return [
    { key: 'description', label: columns.description, width: 'minmax(160px, 3fr)', sortable: true },
    { key: 'kind', label: columns.kind, width: '128px', sortable: true, from: 620 },
    { key: 'state', label: columns.state, width: '128px', from: 420 },
    { key: 'lastUsed', label: columns.lastUsed, width: '124px', sortable: true, from: 520 },
    { key: 'uses', label: columns.uses, width: '64px', align: 'end', sortable: true, from: 760 },
    { key: 'bytes', label: columns.bytes, width: '92px', align: 'end', sortable: true },
  ];
}

/** What a kind of record is; the builder's own word for one that is new to us. */
export function kindWord(kind: string): string {
  const words: Readonly<Record<string, string>> = t.buildCache.kind;
  return words[kind] ?? kind;
}
