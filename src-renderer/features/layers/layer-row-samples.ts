import type { LayerRow } from '#main/contract/views/layers-view.ts';
import { toImageId } from '#main/domain/image/hashes.ts';

/** A layer for a test: `name on parent` or `name`, its bytes, and the images on it as one letter each. */
export function sampleLayer(place: string, bytes: LayerRow['bytes'], images: string): LayerRow {
  const [name = '', parent = null] = place.split(' on ');
  return {
    chainId: name,
    diffId: `diff-${name}`,
    parentChainId: parent,
    bytes,
    images: [...images].map(toImageId),
    family: { key: name, label: `base ${name}`, hue: 210, pattern: 0 },
    storedTimes: 1,
    createdBy: '',
  };
}

/** Two bases; on the first one a run of two layers and a fork. Known bytes: 100 + 30 + 20 + 7 + 5 + 40. */
export const sampleLayers: readonly LayerRow[] = [
  sampleLayer('base', 100, 'abc'),
  sampleLayer('other', 40, 'd'),
  sampleLayer('run1 on base', 30, 'ab'),
  sampleLayer('run2 on run1', 20, 'ab'),
  sampleLayer('leafA on run2', 5, 'a'),
  sampleLayer('leafB on run2', 7, 'b'),
];
