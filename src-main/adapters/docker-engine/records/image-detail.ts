import * as v from 'valibot';

import { toDiffId } from '../../../domain/image/hashes.ts';
import type { ImageConfig } from '../../../domain/image/image-config.ts';
import { unknown } from '../../../domain/unknown.ts';
import type { ImageDetail } from '../../../ports/engine/engine-images.ts';
import { bytes, formatPlatform, labels, plainObject, text, texts } from './fields.ts';
import { fullImageId, imageNames } from './image-names.ts';
import { readRecord } from './read-record.ts';

const names = v.nullish(v.record(v.string(), v.unknown()), {});

const configRecord = v.nullish(
  v.object({
    Env: texts,
    Entrypoint: texts,
    Cmd: texts,
    WorkingDir: text,
    User: text,
    ExposedPorts: names,
    Volumes: names,
    Labels: labels,
    StopSignal: text,
  }),
  {},
);

const imageDetailRecord = v.object({
  Id: v.pipe(v.string(), v.nonEmpty()),
  RepoTags: texts,
  RepoDigests: texts,
  Os: text,
  Architecture: text,
  Variant: text,
  Author: text,
  Comment: text,
  DockerVersion: text,
  Size: bytes,
  // `Layers` is absent in an image without layers.
  RootFS: v.object({ Layers: texts }),
  Config: configRecord,
});

/**
 * Reads `GET /images/{name}/json`. `sizeIsLayers`: only on Docker's classic store is `Size` the bytes of the layers; on
 * the containerd store it is the content blobs, in Podman it has the metadata in it.
 */
export function readImageDetail(raw: unknown, subject: string, sizeIsLayers: boolean): ImageDetail {
  const record = readRecord(imageDetailRecord, raw, subject);
  const platform = formatPlatform({
    os: record.Os,
    architecture: record.Architecture,
    variant: record.Variant,
  });
  return {
    id: fullImageId(record.Id),
    ...imageNames(record.RepoTags, record.RepoDigests),
    stack: {
      platform,
      diffIds: record.RootFS.Layers.map((layer) => toDiffId(layer)),
      // No layers are no bytes, whatever `Size` means.
      unpackedBytes: record.RootFS.Layers.length === 0 ? 0 : sizeIsLayers ? record.Size : unknown,
    },
    config: toImageConfig(record.Config),
    author: record.Author,
    comment: record.Comment,
    dockerVersion: record.DockerVersion,
    platform,
    raw: readRecord(plainObject, raw, subject),
  };
}

function toImageConfig(raw: v.InferOutput<typeof configRecord>): ImageConfig {
  return {
    environment: raw.Env ?? [],
    entrypoint: raw.Entrypoint ?? [],
    command: raw.Cmd ?? [],
    workingDirectory: raw.WorkingDir ?? '',
    user: raw.User ?? '',
    exposedPorts: Object.keys(raw.ExposedPorts ?? {}).sort(),
    volumes: Object.keys(raw.Volumes ?? {}).sort(),
    labels: raw.Labels ?? {},
    stopSignal: raw.StopSignal ?? '',
  };
}
