import type { ImageId } from '../image/hashes.ts';
import type { ByteBound } from './byte-bound.ts';
import { addBounds } from './byte-bound.ts';
import { contentReclaim } from './content-reclaim.ts';
import { layerReclaim } from './layer-reclaim.ts';
import type { FreedBytes, ReclaimDoubt, ReclaimModel } from './reclaim-model.ts';
import type { ReclaimPart } from './reclaim-part.ts';

/** Answers "what comes free if exactly these images are removed?". */
export type ReclaimCalculator = (ids: Iterable<ImageId>) => FreedBytes;

const doubtOrder: readonly ReclaimDoubt[] = [
  'build-cache',
  'image-not-inspected',
  'container-of-missing-image',
  'container-goes',
  'content-shared',
  'layer-bytes-unknown',
];

/**
 * Bytes that come free if exactly these images are removed, each layer counted once. Indexes the model once, so that
 * each answer afterwards is a few passes over flat arrays: fast enough to follow every tick of a person.
 * Shape:   the IDs are a set; duplicates and images the model does not hold are ignored (the engine may have removed
 *          them). Whether an image may be removed at all (containers, tags, children) is the planner's business.
 * Unit:    bytes as the engine counts them in `LayersSize`, not bytes transferred.
 * Unknown: a freed layer of unknown size, or anything out of sight that may hold a layer, makes the answer
 *          `{ atLeast }`, never a guess. A build cache nobody asked for (`unknown`) makes no statement: the answer is
 *          then exact as `LayersSize` counts, which leaves out layers that only a build cache record holds.
 *          On the containerd store BuildKit's build history may keep some content of images built on this machine
 *          even when no cache record is left, and no call tells how much (ENGINES §3.3).
 * Errors:  none.
 */
export function reclaimCalculator(model: ReclaimModel): ReclaimCalculator {
  const numbers = new Map<ImageId, number>();
  for (const [number, image] of model.images.entries()) numbers.set(image.id, number);
  const layersOf = layerReclaim(model);
  const contentOf = contentReclaim(model);
  const selected = new Uint8Array(model.images.length);
  return (ids) => {
    selected.fill(0);
    for (const id of ids) {
      const number = numbers.get(id);
      if (number !== undefined) selected[number] = 1;
    }
    const layers = layersOf(selected);
    const content = contentOf(selected);
    return toFreedBytes(layers, content);
  };
}

function toFreedBytes(layers: ReclaimPart, content: ReclaimPart): FreedBytes {
  const layerBound = toBound(layers);
  const contentBound = toBound(content);
  return {
    total: addBounds(layerBound, contentBound),
    layers: layerBound,
    content: contentBound,
    doubts: doubtOrder.filter((doubt) => layers.doubts.has(doubt) || content.doubts.has(doubt)),
  };
}

function toBound(part: ReclaimPart): ByteBound {
  return part.doubts.size === 0 ? { exact: part.bytes } : { atLeast: part.bytes };
}
