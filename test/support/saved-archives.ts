import { createHash } from 'node:crypto';

import { pack } from 'tar-stream';

import { toImageId, type ImageId } from '#main/domain/image/hashes.ts';

/** One entry of an archive: a file, or a symbolic link. */
export interface SavedEntry {
  readonly name: string;
  readonly content: string;
  readonly linkTo?: string;
}

/** What `docker save` of some engine gives for one image. */
export interface SavedImage {
  readonly of: ImageId;
  readonly entries: readonly SavedEntry[];
  /** Name of the entry that holds each layer, base first. */
  readonly layers: readonly string[];
  readonly config: string;
}

/** `sha256:` of a text. */
export function digestOf(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The archive's bytes. */
export async function packSaved(entries: readonly SavedEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content, linkTo } of entries) {
    if (linkTo === undefined) archive.entry({ name }, content);
    else archive.entry({ name, type: 'symlink', linkname: linkTo });
  }
  archive.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of archive) if (chunk instanceof Uint8Array) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Contents of layers: not really tars, which nothing here looks into. */
const contents = ['first layer', 'second layer', 'first layer'];

function configOf(layers: readonly string[], architecture = 'amd64'): string {
  return JSON.stringify({
    os: 'linux',
    architecture,
    rootfs: { type: 'layers', diff_ids: layers.map(digestOf) },
  });
}

const hexOf = (digest: string): string => digest.slice('sha256:'.length);
const blob = (content: string): SavedEntry => ({ name: `blobs/sha256/${hexOf(digestOf(content))}`, content });
const descriptorOf = (content: string, more: object = {}): object => ({
  digest: digestOf(content),
  size: content.length,
  ...more,
});

/** Docker 20.10: a folder for each layer; one that occurs again is a link. Source: captured from `docker save`. */
export function savedByDocker20(
  tags: readonly string[] | null = ['app:1', 'docker.io/library/app:2'],
): SavedImage {
  const config = configOf(contents);
  const folder = (index: number): string => hexOf(digestOf(`folder ${index}`));
  const layers = contents.map((_, index) => `${folder(index)}/layer.tar`);
  const configName = `${hexOf(digestOf(config))}.json`;
  return {
    of: toImageId(digestOf(config)),
    config: configName,
    layers,
    entries: [
      ...contents.flatMap((content, index): SavedEntry[] => [
        { name: `${folder(index)}/VERSION`, content: '1.0' },
        { name: `${folder(index)}/json`, content: '{}' },
        contents.indexOf(content) === index
          ? { name: layers[index] ?? '', content }
          : {
              name: layers[index] ?? '',
              content: '',
              linkTo: `../${folder(contents.indexOf(content))}/layer.tar`,
            },
      ]),
      { name: configName, content: config },
      {
        name: 'manifest.json',
        content: JSON.stringify([{ Config: configName, RepoTags: tags, Layers: layers }]),
      },
      { name: 'repositories', content: '{}' },
    ],
  };
}

/** Docker 25 and newer: an OCI layout and a `manifest.json` that names its blobs. */
export function savedByDocker28(store: 'classic' | 'containerd'): SavedImage {
  // The containerd store keeps layers as they were transferred: compressed, under other digests.
  const stored = store === 'classic' ? contents : contents.map((content) => `compressed ${content}`);
  const config = configOf(contents);
  const manifest = JSON.stringify({
    config: descriptorOf(config),
    layers: stored.map((it) => descriptorOf(it)),
  });
  const name = { annotations: { 'io.containerd.image.name': 'docker.io/library/app:1' } };
  const layers = stored.map((content) => blob(content).name);
  return {
    of: toImageId(digestOf(store === 'classic' ? config : manifest)),
    config: blob(config).name,
    layers,
    entries: [
      ...[...new Set(stored)].map(blob),
      blob(config),
      blob(manifest),
      { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
      { name: 'index.json', content: JSON.stringify({ manifests: [descriptorOf(manifest, name)] }) },
      {
        name: 'manifest.json',
        content: JSON.stringify([{ Config: blob(config).name, RepoTags: ['app:1'], Layers: layers }]),
      },
    ],
  };
}

/** How much of a platform is there. */
type Presence = 'whole' | 'manifest' | 'nothing' | 'without-a-layer' | 'config-only';

/** An index of two platforms and an attestation, as the containerd store saves what it has of it. */
export function savedIndex(amd64: Presence, arm64: Presence): SavedImage {
  const platform = (
    architecture: string,
    presence: Presence,
  ): { manifest: string; entries: SavedEntry[] } => {
    const own = [`base of ${architecture}`, `top of ${architecture}`];
    const config = configOf(own, architecture);
    const manifest = JSON.stringify({
      config: descriptorOf(config),
      layers: own.map((it) => descriptorOf(it)),
    });
    const layers = own.map(blob);
    const parts: Record<Presence, readonly SavedEntry[]> = {
      whole: [blob(manifest), blob(config), ...layers],
      manifest: [blob(manifest)],
      nothing: [],
      'without-a-layer': [blob(manifest), blob(config), ...layers.slice(1)],
      'config-only': [blob(manifest), blob(config)],
    };
    return { manifest, entries: [...parts[presence]] };
  };
  const platforms = [platform('amd64', amd64), platform('arm64', arm64)];
  const statement = '{"predicate":{}}';
  const attestation = JSON.stringify({ config: descriptorOf('{}'), layers: [descriptorOf(statement)] });
  const index = JSON.stringify({
    manifests: [
      ...platforms.map(({ manifest }) => descriptorOf(manifest)),
      descriptorOf(attestation, { platform: { os: 'unknown', architecture: 'unknown' } }),
    ],
  });
  return {
    of: toImageId(digestOf(index)),
    config: '',
    layers: [],
    entries: [
      ...platforms.flatMap(({ entries }) => entries),
      ...[statement, '{}', attestation, index].map(blob),
      { name: 'index.json', content: JSON.stringify({ manifests: [descriptorOf(index)] }) },
    ],
  };
}
