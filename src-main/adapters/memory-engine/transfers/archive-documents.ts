import * as v from 'valibot';

import { transferFailed } from '../engine-errors.ts';
import { timesAnnotation, type ArchiveTimes } from './archive-times.ts';

const texts = v.nullish(v.array(v.string()), []);
const text = v.nullish(v.string(), '');
const keyed = v.nullish(v.record(v.string(), v.unknown()), {});
const labels = v.nullish(v.record(v.string(), v.string()), {});

const descriptor = v.object({ digest: v.string(), size: v.number(), annotations: labels });

const indexSchema = v.object({
  manifests: v.array(
    v.object({
      ...descriptor.entries,
      platform: v.nullish(v.object({ os: text, architecture: text, variant: text })),
    }),
  ),
});

const manifestSchema = v.object({ config: descriptor, layers: v.array(descriptor) });

const configSchema = v.object({
  os: text,
  architecture: text,
  variant: text,
  author: text,
  created: text,
  config: v.nullish(
    v.object({
      User: text,
      ExposedPorts: keyed,
      Env: texts,
      Entrypoint: texts,
      Cmd: texts,
      Volumes: keyed,
      WorkingDir: text,
      Labels: labels,
      StopSignal: text,
    }),
  ),
  history: v.nullish(
    v.array(
      v.object({
        created: text,
        created_by: text,
        comment: text,
        empty_layer: v.nullish(v.boolean(), false),
      }),
    ),
    [],
  ),
  rootfs: v.nullish(v.object({ diff_ids: texts })),
});

const dockerManifestSchema = v.array(
  v.object({ Config: v.string(), RepoTags: texts, Layers: texts, Parent: text, [timesAnnotation]: text }),
);

const timesSchema = v.object({ createdAtMs: v.number(), steps: v.array(v.nullable(v.number())) });

/** An index, or the `index.json` of an OCI layout. */
export type ArchivedIndex = v.InferOutput<typeof indexSchema>;
/** A config as an archive has it. */
export type ArchivedConfig = v.InferOutput<typeof configSchema>;

/** Reads documents of archives, whoever wrote them. Errors:  `transfer.failed`. */
export const archiveDocuments = {
  index: (content: Uint8Array): ArchivedIndex => read(indexSchema, content),
  /** What a descriptor names: an index of several manifests, or one manifest. */
  target: (content: Uint8Array) => read(v.union([indexSchema, manifestSchema]), content),
  manifest: (content: Uint8Array) => read(manifestSchema, content),
  config: (content: Uint8Array): ArchivedConfig => read(configSchema, content),
  dockerManifest: (content: Uint8Array) => read(dockerManifestSchema, content),
  /** Times beside a config that has none; null where it has them itself. */
  times: ({ [timesAnnotation]: told = '' }: { readonly [timesAnnotation]?: string }): ArchiveTimes | null =>
    told === '' ? null : read(timesSchema, Buffer.from(told)),
};

function read<T>(schema: v.GenericSchema<unknown, T>, content: Uint8Array): T {
  try {
    return v.parse(schema, JSON.parse(Buffer.from(content).toString()));
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw transferFailed('archive', `unrecognized image format: ${detail}`, thrown);
  }
}
