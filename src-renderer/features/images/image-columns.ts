import { t } from '#renderer/i18n/locale.svelte.ts';
import type { GridColumn } from '#renderer/ui/grid-column.ts';

/** Columns a person can choose, in the order of the table. */
const choices = {
  tags: { width: 'minmax(190px, 3fr)', sortable: true },
  bar: { width: 'minmax(96px, 1.5fr)', from: 620 },
  size: { width: '86px', align: 'end', sortable: true },
  exclusive: { width: '92px', align: 'end', sortable: true, from: 480 },
  shared: { width: '86px', align: 'end', sortable: true, from: 900 },
  content: { width: '86px', align: 'end', sortable: true, from: 900 },
  created: { width: '124px', sortable: true, from: 760 },
  lastUsed: { width: '124px', sortable: true, from: 900 },
  usedBy: { width: 'minmax(96px, 0.9fr)', sortable: true, from: 560 },
  base: { width: 'minmax(124px, 1.1fr)', sortable: true, from: 980 },
  platform: { width: '116px', from: 980 },
  layers: { width: '68px', align: 'end', sortable: true, from: 980 },
  recoverable: { width: '108px', from: 980 },
  digest: { width: '118px', from: 980 },
  id: { width: '118px', from: 980 },
} as const satisfies Record<string, Omit<GridColumn, 'key' | 'label'>>;

/** The key of a column a person can choose. */
export type ImageColumnKey = keyof typeof choices;

/** Keys of every column, in the order of the table. */
export const imageColumnKeys = Object.keys(choices) as readonly ImageColumnKey[];

const standard: readonly ImageColumnKey[] = ['tags', 'bar', 'size', 'exclusive', 'created', 'usedBy', 'base'];

/** The chosen columns; the standard ones where nothing was chosen. Names the program no longer knows are left out. */
export function chosenColumns(saved: readonly string[]): readonly ImageColumnKey[] {
  const chosen = imageColumnKeys.filter((key) => saved.includes(key));
  return chosen.length === 0 ? standard : chosen.includes('tags') ? chosen : ['tags', ...chosen];
}

/** The columns as the table draws them, with the row's menu at the end. */
export function gridColumns(keys: readonly ImageColumnKey[]): readonly GridColumn[] {
  return [
    ...keys.map((key) => ({ key, label: t.images.column[key], ...choices[key] })),
    { key: 'menu', label: t.images.column.menu, width: '40px', hideLabel: true },
  ];
}
