import type { TransferProgress } from '../../../ports/engine/engine-transfers.ts';
import { digestReference, readExactReference, type TableReference } from '../reference-table.ts';
import { putImage } from '../store-image.ts';
import { toStoredImage, type StoredImage } from '../stored-image.ts';
import type { World } from '../world.ts';
import type { Transfer } from './transfer.ts';

/**
 * `POST /images/create` for one reference. What is cut off leaves nothing behind.
 * Errors:  `reference.invalid` without a tag and a digest; `registry.*`, `transfer.failed`, `cancelled`.
 */
export async function pullIntoWorld(
  world: World,
  text: string,
  { step, onProgress }: Transfer,
): Promise<void> {
  const reference = readExactReference(text);
  const { digest, spec } = world.registry.resolve(text);
  const made = toStoredImage(spec, { store: world.store, layers: world.layers, parentId: null });
  const isNew = world.images.get(made.id)?.manifests[0].isAvailable !== true;
  for (const frame of framesOf(world, { reference, made, digest, isNew })) {
    await step();
    onProgress(frame);
  }
  const image = putImage(world, made);
  world.references.point(reference, image.id);
  if (world.store === 'classic') world.references.point(digestReference(reference.text, digest), image.id);
  const { text: actorId, repository: name } = reference;
  world.events.tell({ type: 'image', action: 'pull', actorId, name });
}

/** Source: ENGINES §4.2 (measured). */
function* framesOf(
  world: World,
  input: { reference: TableReference; made: StoredImage; digest: string; isNew: boolean },
): Generator<TransferProgress> {
  const { reference, made, digest, isNew } = input;
  const whole = (status: string): TransferProgress => ({
    layer: '',
    status,
    currentBytes: null,
    totalBytes: null,
  });
  yield whole(`Pulling from ${reference.repository}`);
  if (isNew) yield* layerFrames(world, made);
  yield whole(`Digest: ${digest}`);
  const end = isNew ? 'Downloaded newer image for' : 'Image is up to date for';
  yield whole(`Status: ${end} ${reference.text}`);
}

function* layerFrames(world: World, made: StoredImage): Generator<TransferProgress> {
  const [{ nodes, steps }] = made.manifests;
  const layers = steps.flatMap((step) => step.layer ?? []);
  for (const [index, spec] of layers.entries()) {
    const { digest, bytes } = world.layers.blobs.gzip(spec);
    const layer = digest.slice('sha256:'.length, 'sha256:'.length + 12);
    const tell = (status: string, current: number | null = null, total: number | null = null) => ({
      layer,
      status,
      currentBytes: current,
      totalBytes: total,
    });
    if (world.layers.isOnDisk(nodes.slice(0, index + 1))) {
      // The containerd store does not mention what it has.
      if (world.store === 'classic') yield tell('Already exists');
      continue;
    }
    yield tell('Pulling fs layer');
    yield tell('Downloading', Math.trunc(bytes / 2), bytes);
    yield tell('Downloading', bytes, bytes);
    yield tell('Download complete');
    if (world.store === 'classic') yield tell('Extracting', bytes, bytes);
    yield tell('Pull complete');
  }
}
