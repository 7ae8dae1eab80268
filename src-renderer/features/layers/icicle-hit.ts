import type { Icicle } from './icicle-layout.ts';

/** A stretch of the disk, in bytes. */
export interface ByteWindow {
  readonly from: number;
  readonly to: number;
}

/** The stretch a node fills, so that zooming into it shows exactly it. */
export function windowOf(icicle: Icicle, at: number): ByteWindow {
  const node = icicle.nodes[at] ?? icicle.nodes[0]!;
  return { from: node.start, to: node.start + Math.max(node.span, 1) };
}

/** The node of a row that covers a byte; null where nothing is. Binary search: rows run from left to right. */
export function nodeAt(icicle: Icicle, row: number, byte: number): number | null {
  const nodes = icicle.rows[row];
  if (nodes === undefined) return null;
  const at = nodes[lastStartingAtOrBefore(icicle, nodes, byte)];
  if (at === undefined) return null;
  const node = icicle.nodes[at]!;
  return byte >= node.start && byte < node.start + node.span ? at : null;
}

/** The nodes of a row that touch a stretch, as a half-open range of the row. */
export function visibleRange(icicle: Icicle, row: number, window: ByteWindow): readonly [number, number] {
  const nodes = icicle.rows[row] ?? [];
  const from = Math.max(lastStartingAtOrBefore(icicle, nodes, window.from), 0);
  return [from, lastStartingAtOrBefore(icicle, nodes, window.to) + 1];
}

/** Index in the row of the last node that starts at or before a byte; -1 when all start later. */
function lastStartingAtOrBefore(icicle: Icicle, nodes: readonly number[], byte: number): number {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (icicle.nodes[nodes[middle]!]!.start <= byte) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
