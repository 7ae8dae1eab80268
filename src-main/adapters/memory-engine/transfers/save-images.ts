import { AppError } from '../../../domain/app-error.ts';
import { formatCanonical } from '../../../domain/reference/format-reference.ts';
import { parseReference } from '../../../domain/reference/parse-reference.ts';
import type { LayerBlob } from '../layer-blobs.ts';
import { manifestDocument, mediaTypes } from '../oci-documents.ts';
import type { TableReference } from '../reference-table.ts';
import type { StoredImage } from '../stored-image.ts';
import { tarEnd, tarEntry } from '../tar-entry.ts';
import { findImage, type World } from '../world.ts';
import { formatTimes, timesAnnotation } from './archive-times.ts';
import { ImageContent } from './image-content.ts';

/** What is saved of one image: only the tags that were asked for by name. */
interface Saved {
  readonly image: StoredImage;
  readonly tags: TableReference[];
}

/** What of an archive is named by its own lists. */
interface Written {
  readonly files: Map<string, Uint8Array>;
  readonly index: object[];
  readonly manifest: object[];
}

/**
 * `GET /images/get`: an OCI layout with a `manifest.json`, as Docker 28 writes it, entry by entry. Graph drivers
 * write plain tars, the containerd store the blobs it has.
 * Errors:  `engine.not-found`, `reference.invalid`.
 */
export function* saveFromWorld(world: World, names: readonly string[]): Generator<Uint8Array> {
  const written: Written = { files: new Map(), index: [], manifest: [] };
  const saved = findSaved(world, names);
  const isSaved = (id: string | null): boolean => saved.some(({ image }) => image.id === id);
  for (const one of saved) {
    if (world.store === 'classic') writeClassic(world, one, { written, isSaved });
    else writeContainerd(world, one, written);
  }
  const documents = {
    'index.json': { schemaVersion: 2, mediaType: mediaTypes.index, manifests: written.index },
    'manifest.json': written.manifest,
    'oci-layout': { imageLayoutVersion: '1.0.0' },
  };
  for (const [name, content] of written.files) yield tarEntry(name, content);
  for (const [name, document] of Object.entries(documents)) {
    yield tarEntry(name, Buffer.from(JSON.stringify(document)));
  }
  yield tarEnd;
}

function findSaved(world: World, names: readonly string[]): readonly Saved[] {
  const saved = new Map<string, Saved>();
  for (const name of names) {
    const { image, reference } = findImage(world, name);
    const one = saved.get(image.id) ?? { image, tags: [] };
    saved.set(image.id, one);
    if (reference !== null && !reference.isDigest && !one.tags.some((tag) => tag.text === reference.text)) {
      one.tags.push(reference);
    }
  }
  return [...saved.values()];
}

function writeClassic(
  world: World,
  one: Saved,
  { written, isSaved }: { written: Written; isSaved: (id: string | null) => boolean },
): void {
  const { image } = one;
  const [own] = image.manifests;
  const content = new ImageContent(image, world.layers.blobs);
  const layers = content.tars(own.steps);
  const config = readWhole(content, own.configDigest);
  const manifest = manifestDocument({ digest: own.configDigest, bytes: config.length }, layers);
  written.files.set(pathOf(own.configDigest), config);
  written.files.set(pathOf(manifest.digest), Buffer.from(manifest.text));
  for (const layer of layers) written.files.set(pathOf(layer.digest), world.layers.blobs.contentOf(layer));
  const parent = isSaved(image.parentId) ? { Parent: image.parentId } : {};
  written.manifest.push({ ...dockerItem(one, own.configDigest, layers), ...parent });
  describe(one, written, { digest: manifest.digest, size: manifest.bytes, isIndex: false });
}

function writeContainerd(world: World, one: Saved, written: Written): void {
  const { image } = one;
  const content = new ImageContent(image, world.layers.blobs);
  const available = image.manifests.filter((manifest) => manifest.isAvailable);
  const indexBlobs = image.index === null ? [] : [image.index];
  const blobs = [...indexBlobs, ...available.flatMap((manifest) => manifest.blobs)];
  for (const { digest } of blobs) written.files.set(pathOf(digest), readWhole(content, digest));
  const own = available.find((manifest) => manifest.kind === 'image');
  if (own !== undefined) {
    // A manifest's blobs are itself, its config and its layers.
    written.manifest.push(dockerItem(one, own.configDigest, own.blobs.slice(2)));
  }
  const target = image.index ?? image.manifests[0].manifest;
  describe(one, written, { digest: target.digest, size: target.bytes, isIndex: image.index !== null });
}

/** An entry of `manifest.json`. Source: moby image/spec v1.2, "Combined Image JSON + Filesystem Changeset Format". */
function dockerItem({ tags }: Saved, config: string, layers: readonly Pick<LayerBlob, 'digest'>[]): object {
  return {
    Config: pathOf(config),
    RepoTags: tags.length === 0 ? null : tags.map((tag) => tag.text),
    Layers: layers.map(({ digest }) => pathOf(digest)),
  };
}

/** Entries of `index.json`: one for each tag. */
function describe(
  { image, tags }: Saved,
  written: Written,
  { digest, size, isIndex }: { digest: string; size: number; isIndex: boolean },
): void {
  const mediaType = isIndex ? mediaTypes.index : mediaTypes.manifest;
  const times = { [timesAnnotation]: formatTimes(image.spec, image.manifests[0].steps) };
  const names = tags.length === 0 ? [{}] : tags.map((tag) => nameAnnotations(tag.text));
  for (const name of names) {
    written.index.push({ mediaType, digest, size, annotations: { ...name, ...times } });
  }
}

function nameAnnotations(text: string): Readonly<Record<string, string>> {
  const parsed = parseReference(text);
  if (!parsed.ok) return {};
  const name = formatCanonical(parsed.value);
  return { 'io.containerd.image.name': name, 'org.opencontainers.image.ref.name': parsed.value.tag ?? '' };
}

function readWhole(content: ImageContent, digest: string): Uint8Array {
  const bytes = content.read(digest);
  if (bytes === undefined) throw new AppError('bug', { subject: digest, detail: 'a blob has no content' });
  return bytes;
}

function pathOf(digest: string): string {
  return `blobs/sha256/${digest.slice('sha256:'.length)}`;
}
