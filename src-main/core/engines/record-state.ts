import { toImageId } from '../../domain/image/hashes.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { boundBytes } from '../../domain/ledger/byte-bound.ts';
import { reclaimCalculator } from '../../domain/ledger/freed-bytes.ts';
import { ledgerSums } from '../../domain/ledger/ledger-sums.ts';
import type { EngineEvent } from '../../ports/engine/engine-events.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineState } from './engine-state.ts';

type Recorder = Pick<CoreDeps, 'store' | 'clock'>;

/** Writes down what the engine will forget: who had which reference, what is in use, how many bytes there are. */
export function recordState({ store }: Recorder, state: EngineState): void {
  const { snapshot } = state;
  const { engineId, takenAtMs: atMs } = snapshot;
  // By its ID as well: what nobody named came some day, too, and an image is here longer than it has a tag.
  const sightings = snapshot.images.flatMap((image) =>
    [...image.tags, image.id].map((reference) => ({ reference, imageId: image.id, seenAtMs: atMs })),
  );
  store.recordReferences(engineId, sightings, atMs);
  const running = snapshot.containers.filter((container) => container.state === 'running');
  store.recordUsage(
    engineId,
    running.map((container) => ({ imageId: container.imageId, containerName: container.name })),
    atMs,
  );
  recordTotals({ store }, state);
}

function recordTotals({ store }: Pick<Recorder, 'store'>, state: EngineState): void {
  const { snapshot } = state;
  const sums = ledgerSums(state.ledger);
  const used = new Set(snapshot.containers.map((container) => container.imageId));
  const unused = snapshot.images.filter((image) => !used.has(image.id)).map((image) => image.id);
  const last = store.totals(snapshot.engineId).at(-1);
  if (last !== undefined && last.layerBytes === sums.layerBytes && last.imageCount === sums.imageCount)
    return;
  store.recordTotals(snapshot.engineId, {
    takenAtMs: snapshot.takenAtMs,
    imageCount: sums.imageCount,
    layerCount: sums.layerCount,
    layerBytes: sums.layerBytes,
    reclaimableBytes: boundBytes(reclaimCalculator(state.reclaim)(unused).layers),
  });
}

/** Writes an event down; a container's event is a use of its image. */
export function recordEvent({ store }: Recorder, state: EngineState, event: EngineEvent): void {
  const { engineId } = state.snapshot;
  store.recordEvent(engineId, event);
  if (event.type !== 'container') return;
  const imageId = imageOfEvent(state, event);
  if (imageId !== null) store.recordUsage(engineId, [{ imageId, containerName: event.name }], event.timeMs);
}

function imageOfEvent(state: EngineState, event: EngineEvent): ImageId | null {
  const { containers, images } = state.snapshot;
  const container = containers.find((candidate) => candidate.id === event.actorId);
  if (container !== undefined) return container.imageId;
  if (event.image.startsWith('sha256:')) return toImageId(event.image);
  const tag = /:[^/]+$/.test(event.image) ? event.image : `${event.image}:latest`;
  return images.find((image) => image.tags.includes(tag))?.id ?? null;
}
