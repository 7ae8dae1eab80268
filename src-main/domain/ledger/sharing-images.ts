import type { ImageId } from '../image/hashes.ts';
import type { MaybeBytes } from '../unknown.ts';
import { unknown } from '../unknown.ts';
import type { Ledger, LedgerImage } from './ledger.ts';
import { nodesOf, pathTo } from './stack-path.ts';

/** Another image that holds some of the same layers. */
export interface CommonLayers {
  readonly id: ImageId;
  readonly commonBytes: MaybeBytes;
  readonly commonLayerCount: number;
}

/**
 * Images that have layers in common with one image, those with the most bytes first, then by ID; those whose common bytes
 * are unknown come last. Empty for an image the ledger does not hold.
 */
export function sharingImages(ledger: Ledger, id: ImageId): readonly CommonLayers[] {
  const self = ledger.images.find(({ image }) => image.id === id);
  if (self === undefined) return [];
  const joints = jointsWith(ledger, self);
  return ledger.images
    .filter((entry) => entry !== self)
    .map((entry) => ({ id: entry.image.id, ...common(ledger, entry, joints) }))
    .filter(({ commonLayerCount }) => commonLayerCount > 0)
    .sort((a, b) => sortBytes(b.commonBytes) - sortBytes(a.commonBytes) || (a.id < b.id ? -1 : 1));
}

/** For each node the topmost layer at or below it that the image holds too; -1 when there is none. */
function jointsWith(ledger: Ledger, self: LedgerImage): Int32Array {
  const joints = new Int32Array(ledger.nodeCount).fill(-1);
  for (const node of nodesOf(ledger, self)) joints[node] = node;
  for (let node = 0; node < ledger.nodeCount; node += 1) {
    const parent = ledger.parents[node] ?? -1;
    if (joints[node] === -1 && parent >= 0) joints[node] = joints[parent] ?? -1;
  }
  return joints;
}

function common(ledger: Ledger, { stacks }: LedgerImage, joints: Int32Array): Omit<CommonLayers, 'id'> {
  const tops = new Set(stacks.map(({ top }) => joints[top] ?? -1).filter((joint) => joint >= 0));
  const [only] = tops;
  const sum = tops.size === 1 && only !== undefined ? (ledger.prefixBytes[only] ?? Number.NaN) : Number.NaN;
  const nodes = new Set([...tops].flatMap((top) => pathTo(top, ledger.parents)));
  const bytes = Number.isNaN(sum) ? [...nodes].reduce((all, node) => all + layerBytes(ledger, node), 0) : sum;
  return { commonBytes: Number.isNaN(bytes) ? unknown : bytes, commonLayerCount: nodes.size };
}

function layerBytes(ledger: Ledger, node: number): number {
  return ledger.layerBytes[node] ?? Number.NaN;
}

function sortBytes(bytes: MaybeBytes): number {
  return bytes === 'unknown' ? -1 : bytes;
}
