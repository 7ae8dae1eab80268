import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import type { DiffId, ImageId } from '../image/hashes.ts';
import { toImageId } from '../image/hashes.ts';
import type { HistoryEntry } from '../image/history-entry.ts';
import { isKnown } from '../unknown.ts';
import { ByteSums } from './byte-sums.ts';
import { countsOfTops, sumDownwards } from './holder-counts.ts';
import type { LayerForest } from './layer-forest.ts';
import { growForest } from './layer-forest.ts';
import type { Ledger, LedgerImage } from './ledger.ts';
import {
  hasUnseenStacks,
  isFullyInspected,
  stackBytes,
  stackSharedBytes,
  unpackedStacks,
} from './ledger-stacks.ts';
import type { HistoryTask } from './solve-histories.ts';
import { solveHistories } from './solve-histories.ts';
import { pathTo } from './stack-path.ts';

/** Histories by `historyKey`, oldest step first. */
export type Histories = ReadonlyMap<string, readonly HistoryEntry[]>;

/** Key of a history in the map that `buildLedger` takes. `platform` is that of the stack, word for word. */
export function historyKey(imageId: ImageId, platform: string): string {
  return `${imageId} ${platform}`;
}

const noHistories: Histories = new Map();

/**
 * Builds the ledger of an engine: each layer once, who holds it, and its bytes as far as they follow.
 * Shape:   histories are optional and only add what the engine's own sums leave open; see `historiesForEdges`.
 * Unknown: bytes that do not follow from any fact stay unknown. Facts that contradict each other are not used.
 * Errors:  none.
 * Source:  ENGINES §2.3 and §9: the engine's `Size` is the sum of an image's stack, and its `SharedSize` the sum up to
 *          the topmost layer that another image holds too.
 */
export function buildLedger(snapshot: EngineSnapshot, histories: Histories = noHistories): Ledger {
  const { store } = snapshot;
  const stacksOf = snapshot.images.map((image) => unpackedStacks(image, store));
  const forest = growForest(stacksOf.flatMap((stacks) => stacks.map((stack) => stack.diffIds)));
  const images = toLedgerImages(snapshot, forest.tops);
  const holders = countHolders(images, forest);
  const hasUnseenImages = hasUnseenStacks(snapshot);
  const base = new ByteSums(forest, store);
  tellSizes(base, images, snapshot);
  if (!hasUnseenImages) tellShares(base, { images, holders, forest }, snapshot);
  base.dropContradictions();
  base.settle();
  const tasks = histories.size === 0 ? [] : historyTasks(histories, { images, forest }, snapshot);
  const solved = solveHistories(base, tasks);
  const { nodeCount, parents, depths, diffs, diffIds } = forest;
  return {
    ...{ store, nodeCount, parents, depths, diffs, diffIds, holders, images, hasUnseenImages },
    prefixBytes: solved.sums.prefix,
    layerBytes: solved.sums.layer,
    instructions: solved.instructions,
    historiesRead: new Set(histories.keys()),
    historiesIgnored: solved.ignored,
  };
}

function toLedgerImages(snapshot: EngineSnapshot, tops: Int32Array): LedgerImage[] {
  let next = 0;
  return snapshot.images.map((image) => ({
    image,
    stacks: unpackedStacks(image, snapshot.store).map((stack) => ({
      platform: stack.platform,
      top: tops[next++] ?? -1,
    })),
    isInspected: isFullyInspected(image, snapshot.store),
  }));
}

function countHolders(images: readonly LedgerImage[], forest: LayerForest): Int32Array {
  const holders = new Int32Array(forest.nodeCount);
  for (const { stacks } of images) {
    const tops = stacks.map((stack) => stack.top);
    for (const { at, by } of countsOfTops(tops, forest.parents)) holders[at] = (holders[at] ?? 0) + by;
  }
  sumDownwards(holders, forest.parents);
  return holders;
}

function tellSizes(sums: ByteSums, images: readonly LedgerImage[], snapshot: EngineSnapshot): void {
  for (const { image, stacks } of images) {
    for (const [at, source] of unpackedStacks(image, snapshot.store).entries()) {
      const bytes = stackBytes(image, source, snapshot.store);
      if (isKnown(bytes)) sums.tellSize(stacks[at]?.top ?? -1, bytes);
    }
  }
}

function tellShares(
  sums: ByteSums,
  ledger: { images: readonly LedgerImage[]; holders: Int32Array; forest: LayerForest },
  snapshot: EngineSnapshot,
): void {
  const { forest } = ledger;
  const told: { readonly node: number; readonly bytes: number }[] = [];
  const doubtful = new Set<number>();
  for (const { image, stacks } of ledger.images) {
    const bytes = stackSharedBytes(image, snapshot.store);
    const [stack] = stacks;
    if (stacks.length !== 1 || stack === undefined || !isKnown(bytes)) continue;
    const node = deepestShared(stack.top, ledger);
    if (node < 0) continue;
    if (sums.contradictsSize(node, bytes)) doubtful.add(bottomOf(node, forest.parents));
    told.push({ node, bytes });
  }
  // Containerd store: a snapshot that the legacy builder or `commit` made stands on a hidden one of its container, which
  // `Unpacked` counts and `SharedSize` does not (seen on 28.5.2). Where the two disagree, only `Unpacked` is used.
  for (const { node, bytes } of told) {
    const isSure = snapshot.store === 'classic' || !doubtful.has(bottomOf(node, forest.parents));
    if (isSure) sums.tellShared(node, bytes);
  }
}

/** The topmost layer of a stack that another image holds too. */
function deepestShared(top: number, ledger: { holders: Int32Array; forest: LayerForest }): number {
  let node = top;
  while (node >= 0 && (ledger.holders[node] ?? 0) < 2) node = ledger.forest.parents[node] ?? -1;
  return node;
}

function bottomOf(top: number, parents: Int32Array): number {
  let node = top;
  for (let below = top; below >= 0; below = parents[below] ?? -1) node = below;
  return node;
}

/** Histories of stacks that are here, in a fixed order. */
function historyTasks(
  histories: Histories,
  ledger: { images: readonly LedgerImage[]; forest: LayerForest },
  snapshot: EngineSnapshot,
): HistoryTask[] {
  const { forest, images } = ledger;
  const tops = new Map<ImageId, number>();
  for (const { image, stacks } of images) {
    if (stacks.length === 1) tops.set(image.id, stacks[0]?.top ?? -1);
  }
  const tasks: HistoryTask[] = [];
  for (const { image, stacks } of images) {
    for (const { platform, top } of stacks) {
      const key = historyKey(image.id, platform);
      const entries = histories.get(key);
      if (entries === undefined) continue;
      const path = pathTo(top, forest.parents);
      const diffIds = path.map((node) => forest.diffIds[forest.diffs[node] ?? 0]).filter(isDiffId);
      const depths = entries.map((entry) => depthAfter(entry, path, tops));
      tasks.push({ key, store: snapshot.store, path, diffIds, entries, depths });
    }
  }
  return tasks.sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** How many layers there are after a step that ended in an image of its own, when that image is here. */
function depthAfter(
  entry: HistoryEntry,
  path: readonly number[],
  tops: ReadonlyMap<ImageId, number>,
): number | null {
  if (entry.imageId === null) return null;
  const top = tops.get(toImageId(entry.imageId));
  if (top === undefined) return null;
  const depth = path.indexOf(top) + 1;
  return top >= 0 && depth === 0 ? null : depth;
}

function isDiffId(value: DiffId | undefined): value is DiffId {
  return value !== undefined;
}
