import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import { removeReasons, type RemoveReason } from '#main/domain/cleanup/reasons.ts';
import type { Recovery } from '#main/domain/cleanup/recoverability.ts';
import { addBounds, boundBytes, type ByteBound } from '#main/domain/ledger/byte-bound.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

/** Columns a plan's table can be sorted by. */
export type PlanSortKey = 'image' | 'why' | 'back' | 'frees' | 'size' | 'used';

/** One line of a plan's table: the head of a reason, or an item below it. */
export type PlanLine =
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly reason: RemoveReason;
      /** What else is true of every item below it. */
      readonly alsoAll: readonly RemoveReason[];
      readonly items: readonly PlannedRemoval[];
    }
  | { readonly kind: 'item'; readonly key: ImageId; readonly item: PlannedRemoval };

/** How the lines are put in order, and what is needed for it. */
export interface PlanOrder {
  readonly key: PlanSortKey;
  readonly down: boolean;
  readonly imagesById: ReadonlyMap<ImageId, Pick<ImageRow, 'bytes' | 'lastUsedAtMs'>>;
  readonly nameOf: (id: ImageId) => string;
  readonly recoveryOf: (item: PlannedRemoval) => Recovery;
  readonly freesOf: (item: PlannedRemoval) => ByteBound;
}

const backOrder = { 're-pullable': 0, rebuildable: 1, unknown: 2, 'local-only': 3 } as const;

/**
 * Lines of a plan: items under their first reason, reasons in the order of the rules, items as asked.
 * Shape:   what cannot be compared (size unknown, use never seen) comes last, whichever way the order goes.
 */
export function planLines(
  items: readonly PlannedRemoval[],
  order: PlanOrder,
  closed: ReadonlySet<string>,
): readonly PlanLine[] {
  const groups = Map.groupBy(items, ({ reasons }) => reasons[0] ?? 'picked');
  return removeReasons.flatMap((reason): readonly PlanLine[] => {
    const group = groups.get(reason);
    if (group === undefined) return [];
    const head: PlanLine = {
      kind: 'group',
      key: reason,
      reason,
      alsoAll: sharedReasons(group),
      items: group,
    };
    if (closed.has(reason)) return [head];
    const sorted = sortItems(group, order).map((item): PlanLine => ({ kind: 'item', key: item.id, item }));
    return [head, ...sorted];
  });
}

/** Reasons besides the first that all of these have: said once above them, not in every row. */
function sharedReasons(items: readonly PlannedRemoval[]): readonly RemoveReason[] {
  const [first, ...others] = items.map(({ reasons }) => reasons.slice(1));
  return (first ?? []).filter((reason) => others.every((reasons) => reasons.includes(reason)));
}

/** What the ticked items of a group add to the sum. */
export function groupFrees(
  items: readonly PlannedRemoval[],
  ticked: ReadonlySet<ImageId>,
  freesOf: (item: PlannedRemoval) => ByteBound,
): ByteBound {
  return items
    .filter(({ id }) => ticked.has(id))
    .map(freesOf)
    .reduce<ByteBound>(addBounds, { exact: 0 });
}

function sortItems(items: readonly PlannedRemoval[], order: PlanOrder): readonly PlannedRemoval[] {
  const values = new Map(items.map((item) => [item, valueOf(item, order)]));
  const sign = order.down ? -1 : 1;
  return items.toSorted((a, b) => {
    const [one, other] = [values.get(a) ?? null, values.get(b) ?? null];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * compare(one, other) || compare(order.nameOf(a.id), order.nameOf(b.id));
  });
}

function valueOf(item: PlannedRemoval, order: PlanOrder): string | number | null {
  const row = order.imagesById.get(item.id);
  switch (order.key) {
    case 'image':
      return order.nameOf(item.id);
    case 'why':
      return item.reasons.slice(1).join(' ');
    case 'back':
      return backOrder[order.recoveryOf(item).kind];
    case 'frees':
      return boundBytes(order.freesOf(item));
    case 'size':
      return typeof row?.bytes === 'number' ? row.bytes : null;
    case 'used':
      return row?.lastUsedAtMs ?? null;
  }
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
