import { parkedAtMs } from '../cleanup/recycle-bin.ts';
import type { ChainId, DiffId, ImageId } from '../image/hashes.ts';
import { shortenId } from '../image/hashes.ts';
import type { Sha256 } from '../layer/chain-id.ts';
import { chainIdOver } from '../layer/chain-id.ts';
import type { Ledger, LedgerImage } from './ledger.ts';

/** The base a stack starts from, and how it is told apart on a screen. */
export interface LayerFamilyFacts {
  /** ChainID of the bottom layer; empty for an image without layers or one that was not inspected. */
  readonly key: ChainId | '';
  /** First reference of the image with the fewest layers on that base; the base's short ID when none is tagged. */
  readonly label: string;
  /** 0–359. */
  readonly hue: number;
  /** 0–5: a family is told by its pattern too, never by colour alone. */
  readonly pattern: number;
}

/** The smallest tagged image on a base so far. */
interface Namesake {
  readonly depth: number;
  readonly tag: string;
}

const noFamily: LayerFamilyFacts = { key: '', label: '', hue: 0, pattern: 0 };

/**
 * The family of every image: images that start from the same bottom layer look the same everywhere. An image with several
 * platforms belongs to that of its first one.
 */
export function layerFamilies(ledger: Ledger, sha256: Sha256): ReadonlyMap<ImageId, LayerFamilyFacts> {
  const roots = rootsOf(ledger);
  const namesakes = new Map<number, Namesake>();
  for (const entry of ledger.images) {
    for (const { top } of entry.stacks) {
      // The bin's own references name no base a person knows.
      const tag = entry.image.tags.find((name) => parkedAtMs(name) === null);
      const candidate = { depth: ledger.depths[top] ?? 0, tag: tag ?? '' };
      const root = roots[top];
      if (root !== undefined && tag !== undefined && isSmaller(candidate, namesakes.get(root))) {
        namesakes.set(root, candidate);
      }
    }
  }
  const families = new Map<number, LayerFamilyFacts>();
  return new Map(
    ledger.images.map((entry) => {
      const root = rootOf(entry, roots);
      const diffId = ledger.diffIds[ledger.diffs[root] ?? -1];
      if (diffId === undefined) return [entry.image.id, noFamily];
      const family = families.get(root) ?? toFamily(diffId, namesakes.get(root)?.tag, sha256);
      families.set(root, family);
      return [entry.image.id, family];
    }),
  );
}

function toFamily(diffId: DiffId, label: string | undefined, sha256: Sha256): LayerFamilyFacts {
  const key = chainIdOver(null, diffId, sha256);
  const digits = key.slice(key.indexOf(':') + 1);
  return {
    key,
    label: label ?? shortenId(key),
    hue: numberFrom(digits.slice(0, 6)) % 360,
    pattern: numberFrom(digits.slice(6, 12)) % 6,
  };
}

function numberFrom(hexDigits: string): number {
  const value = Number.parseInt(hexDigits, 16);
  return Number.isNaN(value) ? 0 : value;
}

/** Bottom node below each node. */
function rootsOf(ledger: Ledger): Int32Array {
  const roots = new Int32Array(ledger.nodeCount);
  for (let node = 0; node < ledger.nodeCount; node += 1) {
    const parent = ledger.parents[node] ?? -1;
    roots[node] = parent < 0 ? node : (roots[parent] ?? node);
  }
  return roots;
}

function rootOf({ stacks }: LedgerImage, roots: Int32Array): number {
  const first = stacks.find(({ top }) => top >= 0);
  return first === undefined ? -1 : (roots[first.top] ?? -1);
}

function isSmaller(a: Namesake, b: Namesake | undefined): boolean {
  if (b === undefined || a.depth !== b.depth) return b === undefined || a.depth < b.depth;
  return a.tag < b.tag;
}
