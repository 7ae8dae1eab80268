import * as v from 'valibot';

import { toManifestDigest } from '../../../domain/image/hashes.ts';
import type { ImageManifest } from '../../../domain/image/engine-snapshot.ts';
import { subtractBytes } from '../../../domain/unknown.ts';
import { bytes, platform } from './fields.ts';

/** `Manifests[]` of `GET /images/json?manifests=1`: containerd store only, API ≥ 1.47. */
export const imageManifestRecord = v.pipe(
  v.object({
    ID: v.string(),
    Descriptor: v.object({ size: bytes, platform }),
    Available: v.boolean(),
    Kind: v.string(),
    Size: v.object({ Content: bytes, Total: bytes }),
    ImageData: v.nullish(v.object({ Platform: platform, Size: v.object({ Unpacked: bytes }) })),
  }),
  v.transform((raw): ImageManifest => ({
    digest: toManifestDigest(raw.ID),
    kind: raw.Kind === 'image' || raw.Kind === 'attestation' ? raw.Kind : 'other',
    platform: raw.Descriptor.platform || (raw.ImageData?.Platform ?? ''),
    available: raw.Available,
    manifestBytes: raw.Descriptor.size,
    contentBytes: raw.Size.Content,
    // Attestations have no ImageData, and nothing unpacked: Total is Content.
    unpackedBytes: raw.ImageData?.Size.Unpacked ?? subtractBytes(raw.Size.Total, raw.Size.Content),
  })),
);
