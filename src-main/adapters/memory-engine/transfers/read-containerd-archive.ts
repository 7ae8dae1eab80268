import { toImageId } from '../../../domain/image/hashes.ts';
import { digestOf } from '../digests.ts';
import { transferFailed } from '../engine-errors.ts';
import type { LayerSpec } from '../image-spec.ts';
import type { LayerBlobs } from '../layer-blobs.ts';
import { manifestDocument, mediaTypes, type Blob } from '../oci-documents.ts';
import type { StoredImage, StoredManifest } from '../stored-image.ts';
import type { World } from '../world.ts';
import { archiveDocuments, type ArchivedIndex } from './archive-documents.ts';
import { timesAnnotation, type ArchiveTimes } from './archive-times.ts';
import { blobPath, readBlob, readFile, readTags, type ArchivedImage } from './archived-image.ts';
import { loadedSpec, readPlatform, type ArchivedPlatform } from './read-platform.ts';
import type { ArchiveFiles } from './read-tar.ts';

/** What is read, and what is kept of it word for word. */
interface Reading {
  readonly world: World;
  readonly files: ArchiveFiles;
  readonly times: ArchiveTimes | null;
  readonly kept: Map<string, Uint8Array>;
}

/** A manifest, and the platform where it is one that can run. */
interface ReadManifest {
  readonly stored: StoredManifest;
  readonly platform: ArchivedPlatform | null;
}

/** The platform that the fake engine runs. */
const ownPlatform = 'linux/amd64';

/**
 * Images of an archive as the containerd store loads them: `index.json` decides; without one, a manifest is written
 * for each image of `manifest.json`.
 * Errors:  `transfer.failed`.
 */
export function readContainerdArchive(world: World, files: ArchiveFiles): readonly ArchivedImage[] {
  const layout = files.has('index.json') ? files : asLayout(files);
  const byDigest = new Map<string, { readonly tags: string[]; readonly times: ArchiveTimes | null }>();
  for (const { digest, annotations } of archiveDocuments.index(readFile(layout, 'index.json')).manifests) {
    const target = byDigest.get(digest) ?? { tags: [], times: archiveDocuments.times(annotations) };
    byDigest.set(digest, target);
    const name = annotations['io.containerd.image.name'];
    if (name !== undefined) target.tags.push(name);
  }
  return [...byDigest].map(([digest, { tags, times }]) => {
    const image = readImage(digest, { world, files: layout, times, kept: new Map() });
    return { image, tags: readTags(tags), parent: '' };
  });
}

function readImage(digest: string, reading: Reading): StoredImage {
  const content = readBlob(reading.files, digest);
  reading.kept.set(digest, content);
  const target = archiveDocuments.target(content);
  const read =
    'manifests' in target
      ? target.manifests.map((child) => readChild(child, reading))
      : [readManifest(content, reading)];
  const running = read.filter(({ platform }) => platform !== null);
  const own = running.find(({ platform }) => platform?.platform === ownPlatform) ?? running[0];
  if (own?.platform == null) throw transferFailed('archive', `no platform of ${digest} is in the archive`);
  const others = read.filter((other) => other !== own).map(({ stored }) => stored);
  return {
    id: toImageId(digest),
    digest,
    index: 'manifests' in target ? { digest, bytes: content.length } : null,
    parentId: null,
    spec: loadedSpec(digest, own.platform),
    manifests: [{ ...own.stored, unpacks: true }, ...others],
    kept: reading.kept,
  };
}

/** A manifest that an index names; it may have been left out of the archive. */
function readChild(child: ArchivedIndex['manifests'][number], reading: Reading): ReadManifest {
  const { os = '', architecture = '', variant = '' } = child.platform ?? {};
  const platform = [os, architecture, variant].filter((part) => part !== '').join('/');
  const isAttestation = child.annotations['vnd.docker.reference.type'] === 'attestation-manifest';
  const kind = isAttestation ? 'attestation' : 'image';
  const blob: Blob = { digest: child.digest, bytes: child.size };
  if (!isWhole(child.digest, reading.files)) {
    const gone = { isAvailable: false, blobs: [], steps: [], nodes: [], unpacks: false, configDigest: '' };
    return { stored: { ...gone, kind, platform, manifest: blob }, platform: null };
  }
  const content = readBlob(reading.files, child.digest);
  reading.kept.set(child.digest, content);
  return isAttestation ? readAttestation(content, reading) : readManifest(content, reading);
}

/** Only what was pulled is saved: of other platforms an archive has at most the manifest. */
function isWhole(digest: string, files: ArchiveFiles): boolean {
  const content = files.get(blobPath(digest));
  return content !== undefined && files.has(blobPath(archiveDocuments.manifest(content).config.digest));
}

function readManifest(content: Uint8Array, { world, files, times, kept }: Reading): ReadManifest {
  const manifest = archiveDocuments.manifest(content);
  const config = readBlob(files, manifest.config.digest);
  kept.set(manifest.config.digest, config);
  const layers = manifest.layers.map(({ digest }) => readBlob(files, digest));
  const platform = readPlatform(
    { config: archiveDocuments.config(config), layers, times },
    world.layers.blobs,
  );
  const blobs = platform.layers.map((layer, index) => {
    const [blob, isKnown] = layerBlob(layer, layers[index] ?? content, world.layers.blobs);
    if (!isKnown) kept.set(blob.digest, layers[index] ?? content);
    return blob;
  });
  const stored: StoredManifest = {
    kind: 'image',
    platform: platform.platform,
    manifest: { digest: digestOf(content), bytes: content.length },
    configDigest: manifest.config.digest,
    isAvailable: true,
    blobs: [
      { digest: digestOf(content), bytes: content.length },
      { digest: manifest.config.digest, bytes: config.length },
      ...blobs,
    ],
    steps: platform.steps,
    nodes: world.layers.stack(platform.layers),
    unpacks: false,
  };
  return { stored, platform };
}

function readAttestation(content: Uint8Array, { files, kept }: Reading): ReadManifest {
  const manifest = archiveDocuments.manifest(content);
  const named = [manifest.config, ...manifest.layers].map(({ digest }): Blob => {
    const bytes = readBlob(files, digest);
    kept.set(digest, bytes);
    return { digest, bytes: bytes.length };
  });
  const blob: Blob = { digest: digestOf(content), bytes: content.length };
  const stored: StoredManifest = {
    kind: 'attestation',
    platform: 'unknown/unknown',
    manifest: blob,
    configDigest: manifest.config.digest,
    isAvailable: true,
    blobs: [blob, ...named],
    steps: [],
    nodes: [],
    unpacks: false,
  };
  return { stored, platform: null };
}

/** The blob of a layer; not known when it was compressed by somebody else, who alone has its bytes. */
function layerBlob(
  layer: LayerSpec,
  content: Uint8Array,
  blobs: LayerBlobs,
): readonly [blob: Blob, isKnown: boolean] {
  const digest = digestOf(content);
  const known = [blobs.tar(layer), blobs.gzip(layer)].find((blob) => blob.digest === digest);
  return known === undefined ? [{ digest, bytes: content.length }, false] : [known, true];
}

/** An archive of `docker save` before version 25 as an OCI layout. */
function asLayout(files: ArchiveFiles): ArchiveFiles {
  if (!files.has('manifest.json')) throw transferFailed('archive', 'unrecognized image format');
  const layout = new Map<string, Uint8Array>();
  const add = (content: Uint8Array): Blob => {
    const digest = digestOf(content);
    layout.set(blobPath(digest), content);
    return { digest, bytes: content.length };
  };
  const manifests = archiveDocuments
    .dockerManifest(readFile(files, 'manifest.json'))
    .flatMap(({ Config, RepoTags, Layers, [timesAnnotation]: times }) => {
      const config = add(readFile(files, Config));
      const layers = Layers.map((path) => {
        const { digest, bytes } = add(readFile(files, path));
        return { digest, archivedBytes: bytes, mediaType: 'application/vnd.docker.image.rootfs.diff.tar' };
      });
      const { digest, bytes } = add(Buffer.from(manifestDocument(config, layers).text));
      const names =
        RepoTags.length === 0 ? [{}] : RepoTags.map((tag) => ({ 'io.containerd.image.name': tag }));
      return names.map((name) => ({
        mediaType: mediaTypes.manifest,
        digest,
        size: bytes,
        annotations: { ...name, [timesAnnotation]: times },
      }));
    });
  layout.set('index.json', Buffer.from(JSON.stringify({ schemaVersion: 2, manifests })));
  return layout;
}
