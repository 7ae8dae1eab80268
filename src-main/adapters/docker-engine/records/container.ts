import * as v from 'valibot';

import type { ContainerState, EngineContainer } from '../../../domain/image/engine-snapshot.ts';
import { toContainerId } from '../../../domain/image/hashes.ts';
import type { ContainerListing } from '../../../ports/engine/engine-containers.ts';
import { labels, text, texts } from './fields.ts';
import { compareText, fullImageId } from './image-names.ts';
import { readRows } from './read-record.ts';

const states: readonly ContainerState[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
  'stopping',
];

const mountRecord = v.object({ Type: text, Name: text, Source: text });

const containerRecord = v.object({
  Id: v.pipe(v.string(), v.nonEmpty()),
  Names: texts,
  Image: text,
  ImageID: text,
  State: text,
  Labels: labels,
  Mounts: v.nullish(v.array(mountRecord), []),
});

/** Reads `GET /containers/json?all=1`, sorted by ID. */
export function readContainers(raw: unknown): ContainerListing {
  const { rows, skipped } = readRows(containerRecord, raw, 'GET /containers/json');
  const containers = rows.map(toContainer).sort((a, b) => compareText(a.id, b.id));
  return { containers, skipped };
}

function toContainer(raw: v.InferOutput<typeof containerRecord>): EngineContainer {
  return {
    id: toContainerId(raw.Id),
    name: ownName(raw.Names),
    state: states.find((state) => state === raw.State.toLowerCase()) ?? 'unknown',
    imageId: fullImageId(raw.ImageID),
    imageReference: raw.Image,
    composeProject:
      raw.Labels['com.docker.compose.project'] ?? raw.Labels['io.podman.compose.project'] ?? null,
    mountedImages: raw.Mounts.filter((mount) => mount.Type === 'image').map(
      (mount) => mount.Name || mount.Source,
    ),
  };
}

/** `/web`; a linked container has names like `/other/alias` as well. */
function ownName(names: readonly string[]): string {
  const bare = names.map((name) => name.replace(/^\//, ''));
  return bare.find((name) => !name.includes('/')) ?? bare[0] ?? '';
}
