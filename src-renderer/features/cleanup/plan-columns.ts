import { t } from '#renderer/i18n/locale.svelte.ts';
import type { GridColumn } from '#renderer/ui/grid-column.ts';

import type { PlanSortKey } from './plan-lines.ts';

/** Columns of a plan's table: those it can be sorted by, and the bar. */
export type PlanColumnKey = PlanSortKey | 'bar';

/** In a grid narrower than this, in px, the way back is an icon. */
export const narrowPx = 560;

/** Columns of a plan's table for a grid of this width; without remarks where no item has any. */
export function planColumns(width: number, hasRemarks: boolean): readonly GridColumn[] {
  const words = t.cleanup;
  const isNarrow = width < narrowPx;
  return [
    { key: 'image', label: words.columnImage, width: 'minmax(120px, 1.5fr)', sortable: true },
    ...(hasRemarks
      ? [{ key: 'why', label: words.columnWhy, width: 'minmax(110px, 1fr)', sortable: true, from: 880 }]
      : []),
    {
      key: 'back',
      label: words.columnBack,
      width: isNarrow ? '36px' : '162px',
      hideLabel: isNarrow,
      sortable: !isNarrow,
    },
    { key: 'used', label: words.columnUsed, width: '112px', sortable: true, from: 760 },
    { key: 'bar', label: words.columnBar, width: '92px', hideLabel: true, from: 680 },
    { key: 'size', label: words.columnSize, width: '84px', align: 'end', sortable: true, from: 620 },
    { key: 'frees', label: words.columnFrees, width: '100px', align: 'end', sortable: true },
  ];
}
