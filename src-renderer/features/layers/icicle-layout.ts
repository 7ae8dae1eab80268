import type { LayerRow } from '#main/contract/views/layers-view.ts';

/** A run of layers that the same images hold, as one block; index 0 is the disk. */
export interface IcicleNode {
  /** ChainID of its lowest layer, so that a place survives a refresh; empty for the disk. */
  readonly key: string;
  /** -1 for the disk. */
  readonly parent: number;
  readonly depth: number;
  /** Where it begins, in bytes from the left edge of the disk. */
  readonly start: number;
  /** Its own known bytes: the solid part. */
  readonly bytes: number;
  /** Own bytes and those of everything that stands on it: solid and light part together. */
  readonly span: number;
  /** How many of its own layers are of unknown size, which have no width. */
  readonly unknownCount: number;
  /** Indexes into `nodes`, widest first. */
  readonly children: readonly number[];
  /** Indexes into the layers given, lowest first; empty for the disk. */
  readonly layers: readonly number[];
}

/** Every layer once: the solid parts together are as wide as all known bytes. */
export interface Icicle {
  readonly nodes: readonly IcicleNode[];
  /** Nodes by depth, each row from left to right. */
  readonly rows: readonly (readonly number[])[];
  readonly unknownCount: number;
}

/** A node while it is built. */
interface Draft {
  key: string;
  parent: number;
  bytes: number;
  span: number;
  unknownCount: number;
  children: number[];
  layers: number[];
}

/** Lays out layers whose parents come before their children; a layer whose parent is missing stands on the disk. */
export function layOutIcicle(layers: readonly LayerRow[]): Icicle {
  const drafts = toDrafts(layers);
  for (let at = drafts.length - 1; at > 0; at -= 1) {
    const draft = drafts[at]!;
    draft.span += draft.bytes;
    drafts[draft.parent]!.span += draft.span;
  }
  for (const draft of drafts) draft.children.sort((a, b) => drafts[b]!.span - drafts[a]!.span || a - b);
  return place(drafts);
}

function emptyDraft(key: string, parent: number): Draft {
  return { key, parent, bytes: 0, span: 0, unknownCount: 0, children: [], layers: [] };
}

/** One draft per run of layers that the same images hold. */
function toDrafts(layers: readonly LayerRow[]): Draft[] {
  const childCounts = new Map<string, number>();
  for (const { parentChainId } of layers) {
    if (parentChainId !== null) childCounts.set(parentChainId, (childCounts.get(parentChainId) ?? 0) + 1);
  }
  const drafts = [emptyDraft('', -1)];
  const homes = new Map<string, { readonly node: number; readonly row: LayerRow }>();
  layers.forEach((row, at) => {
    const below = row.parentChainId === null ? undefined : homes.get(row.parentChainId);
    // Images on a layer are also on the one below, so equal counts mean equal sets.
    const joins =
      below !== undefined &&
      childCounts.get(below.row.chainId) === 1 &&
      below.row.images.length === row.images.length;
    const node = joins ? below.node : addDraft(drafts, row.chainId, below?.node ?? 0);
    const draft = drafts[node]!;
    draft.layers.push(at);
    if (row.bytes === 'unknown') draft.unknownCount += 1;
    else draft.bytes += row.bytes;
    homes.set(row.chainId, { node, row });
  });
  return drafts;
}

function addDraft(drafts: Draft[], key: string, parent: number): number {
  const index = drafts.push(emptyDraft(key, parent)) - 1;
  drafts[parent]!.children.push(index);
  return index;
}

/** Gives every draft its place; a node's children stand right of its own bytes. */
function place(drafts: readonly Draft[]): Icicle {
  const places = drafts.map(() => ({ start: 0, depth: 0 }));
  const rows: number[][] = [];
  let unknownCount = 0;
  const open = [0];
  while (open.length > 0) {
    const at = open.pop()!;
    const draft = drafts[at]!;
    const { start, depth } = places[at]!;
    unknownCount += draft.unknownCount;
    (rows[depth] ??= []).push(at);
    let next = start + draft.bytes;
    for (const child of draft.children) {
      places[child] = { start: next, depth: depth + 1 };
      next += drafts[child]!.span;
    }
    for (let child = draft.children.length - 1; child >= 0; child -= 1) open.push(draft.children[child]!);
  }
  return { nodes: drafts.map((draft, at) => ({ ...draft, ...places[at]! })), rows, unknownCount };
}
