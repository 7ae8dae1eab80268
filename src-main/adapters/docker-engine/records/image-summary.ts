import * as v from 'valibot';

import type { ImageListing, ListedImage } from '../../../ports/engine/engine-images.ts';
import { unknown } from '../../../domain/unknown.ts';
import { bytes, labels, text, texts } from './fields.ts';
import { imageManifestRecord } from './image-manifest.ts';
import { compareText, fullImageId, imageNames } from './image-names.ts';
import { readRows } from './read-record.ts';

const imageSummaryRecord = v.object({
  Id: v.pipe(v.string(), v.nonEmpty()),
  ParentId: text,
  RepoTags: texts,
  RepoDigests: texts,
  Created: v.number(),
  Size: bytes,
  SharedSize: bytes,
  Labels: labels,
  Descriptor: v.nullish(v.object({ size: bytes })),
  Manifests: v.nullish(v.array(imageManifestRecord), []),
});

type ImageSummaryRecord = v.InferOutput<typeof imageSummaryRecord>;

/**
 * Reads `GET /images/json`. Sorted by ID: two calls answer in different orders.
 * `sharedIsReal`: Podman answers 0 for every image, so its word is no word.
 */
export function readImageSummaries(raw: unknown, sharedIsReal: boolean): ImageListing {
  const { rows, skipped } = readRows(imageSummaryRecord, raw, 'GET /images/json');
  const images = rows.map((row) => toListedImage(row, sharedIsReal)).sort((a, b) => compareText(a.id, b.id));
  return { images, skipped };
}

function toListedImage(raw: ImageSummaryRecord, sharedIsReal: boolean): ListedImage {
  return {
    id: fullImageId(raw.Id),
    ...imageNames(raw.RepoTags, raw.RepoDigests),
    parentId: raw.ParentId === '' ? null : fullImageId(raw.ParentId),
    // Before 1970 means that nobody said when (`0001-01-01`).
    createdAtMs: Math.max(0, raw.Created * 1000),
    bytes: raw.Size,
    sharedBytes: sharedIsReal ? raw.SharedSize : unknown,
    labels: raw.Labels,
    manifests: raw.Manifests,
    ...(raw.Descriptor ? { indexBytes: raw.Descriptor.size } : {}),
  };
}
