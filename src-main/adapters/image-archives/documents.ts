import * as v from 'valibot';

import type { ArchiveFile, ScannedArchive } from './scan-archive.ts';
import { brokenArchive } from './to-app-error.ts';

const digest = v.pipe(v.string(), v.regex(/^sha256:[0-9a-f]{64}$/));
const annotations = v.optional(v.nullable(v.record(v.string(), v.string())));

const descriptor = v.object({
  digest,
  mediaType: v.optional(v.string()),
  size: v.optional(v.number()),
  annotations,
  platform: v.optional(
    v.nullable(v.object({ os: v.optional(v.string()), architecture: v.optional(v.string()) })),
  ),
});

/** Points to a blob. Source: OCI image-spec descriptor.md. */
export type Descriptor = v.InferOutput<typeof descriptor>;

/** Source: OCI image-spec manifest.md and image-index.md; which one it is, its fields tell. */
const manifestOrIndex = v.union([
  v.object({ manifests: v.array(descriptor) }),
  v.object({ config: descriptor, layers: v.array(descriptor) }),
]);

/** Source: moby image/spec v1.2, `manifest.json`. */
const dockerManifest = v.array(
  v.object({
    Config: v.string(),
    RepoTags: v.optional(v.nullable(v.array(v.string()))),
    Layers: v.nullable(v.array(v.string())),
  }),
);

/** Source: OCI image-spec config.md. `diff_ids` is absent for an image without layers. */
const config = v.object({
  rootfs: v.optional(v.object({ diff_ids: v.optional(v.nullable(v.array(v.string()))) })),
});

/** `index.json`, an index or a manifest. */
export function readManifest(file: ArchiveFile, name: string): v.InferOutput<typeof manifestOrIndex> {
  return read(manifestOrIndex, file, name);
}

/** `manifest.json`; nothing when the archive has none. */
export function readDockerManifest({ files }: ScannedArchive): v.InferOutput<typeof dockerManifest> {
  const file = files.get('manifest.json');
  return file === undefined ? [] : read(dockerManifest, file, 'manifest.json');
}

/** Digests of the layers of an image, unpacked, base first. */
export function readDiffIds(file: ArchiveFile, name: string): readonly string[] {
  return read(config, file, name).rootfs?.diff_ids ?? [];
}

function read<T>(schema: v.GenericSchema<unknown, T>, file: ArchiveFile, name: string): T {
  try {
    return v.parse(schema, JSON.parse(file.document?.toString() ?? ''));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw brokenArchive(name, `${name} of the archive cannot be understood: ${why}`);
  }
}
