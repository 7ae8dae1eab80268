import type { LayerRow } from '#main/contract/views/layers-view.ts';
import { shortenId, type ImageId } from '#main/domain/image/hashes.ts';
import { isKnown } from '#main/domain/unknown.ts';
import { format } from '#renderer/i18n/format.svelte.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';

import type { Icicle, IcicleNode } from './icicle-layout.ts';
import { gistOfInstruction } from './shorten-instruction.ts';

/** What a name is made from. */
export interface NamingFacts {
  readonly icicle: Icicle;
  readonly layers: readonly LayerRow[];
  /** A tag of an image, or its short ID. */
  readonly imageName: (id: ImageId) => string;
}

/** The layer of a node that weighs most; undefined for the disk. */
export function heaviestLayer(layers: readonly LayerRow[], node: IcicleNode): LayerRow | undefined {
  let heaviest: LayerRow | undefined;
  for (const at of node.layers) {
    const layer = layers[at]!;
    if (heaviest === undefined || knownBytes(layer) > knownBytes(heaviest)) heaviest = layer;
  }
  return heaviest;
}

function knownBytes(layer: LayerRow): number {
  return isKnown(layer.bytes) ? layer.bytes : -1;
}

/** What a node is called: a base by its family, a tip by its image, what lies between by what made it. */
export function nodeName({ icicle, layers, imageName }: NamingFacts, at: number): string {
  const node = icicle.nodes[at];
  const layer = node && heaviestLayer(layers, node);
  if (node === undefined || layer === undefined) return t.layers.wholeDisk;
  const [only] = layer.images;
  if (node.children.length === 0 && only !== undefined && layer.images.length === 1) return imageName(only);
  if (node.depth === 1 && layer.family.label !== '') return layer.family.label;
  return gistOfInstruction(layer.createdBy) || shortenId(layer.chainId);
}

/** Images with a name first: a short ID says little to a person. */
export function namedFirst(ids: readonly ImageId[], imageName: NamingFacts['imageName']): readonly ImageId[] {
  const isNamed = (id: ImageId): boolean => imageName(id) !== shortenId(id);
  return [...ids.filter(isNamed), ...ids.filter((id) => !isNamed(id))];
}

/** A node in one sentence, for those who listen. */
export function describeNode(facts: NamingFacts, at: number): string {
  const { icicle, layers } = facts;
  const node = icicle.nodes[at];
  const layer = node && heaviestLayer(layers, node);
  if (node === undefined || layer === undefined) {
    const disk = icicle.nodes[0]!;
    return t.layers.describeDisk(format.bytes(disk.span).text, t.layers.layerCount(layers.length));
  }
  return t.layers.describe({
    name: nodeName(facts, at),
    own: format.bytes(node.bytes).text,
    span: format.bytes(node.span).text,
    images: layer.images.length === 0 ? t.layers.noImage : t.layers.imageCount(layer.images.length),
  });
}
