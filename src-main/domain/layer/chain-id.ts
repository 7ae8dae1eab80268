import type { ChainId, DiffId } from '../image/hashes.ts';
import { toChainId } from '../image/hashes.ts';

/** Gives the 64 hex digits of the SHA-256 of a text. Passed in, so that the domain stays free of any platform. */
export type Sha256 = (text: string) => string;

/**
 * The chainIDs of a stack of layers, base first: the identity of each layer on disk together with all below it.
 * Source: OCI image-spec config.md, "Layer ChainID".
 */
export function chainIds(diffIds: readonly DiffId[], sha256: Sha256): ChainId[] {
  const chain: ChainId[] = [];
  for (const diffId of diffIds) chain.push(chainIdOver(chain.at(-1) ?? null, diffId, sha256));
  return chain;
}

/** The chainID of one layer over the chain below it; null below stands for the bottom. */
export function chainIdOver(below: ChainId | null, diffId: DiffId, sha256: Sha256): ChainId {
  return toChainId(below === null ? diffId : `sha256:${sha256(`${below} ${diffId}`)}`);
}
