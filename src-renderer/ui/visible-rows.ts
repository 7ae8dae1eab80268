/** Height of every row, in px: `--row` in the tokens. Fixed, so that ten thousand rows need no measuring. */
export const rowHeight = 32;

const overscan = 6;

/** The rows to draw: those on the screen and a few more on either side. */
export interface RowWindow {
  readonly start: number;
  readonly end: number;
}

/** Which rows a scroll position shows. */
export function visibleRows(scrollTop: number, height: number, rowCount: number): RowWindow {
  const first = Math.floor(scrollTop / rowHeight) - overscan;
  const last = Math.ceil((scrollTop + height) / rowHeight) + overscan;
  const start = Math.min(Math.max(0, first), Math.max(0, rowCount - 1));
  return { start, end: Math.max(start, Math.min(rowCount, last)) };
}

/** More than `visibleRows` ever answers for a height: so many rows are drawn at most, whatever the position. */
export function slotCount(height: number): number {
  return Math.ceil(height / rowHeight) + 2 * overscan + 2;
}

/** The scroll position that shows a row with the least movement. */
export function scrollToReveal(index: number, scrollTop: number, height: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
