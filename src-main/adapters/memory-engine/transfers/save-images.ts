import { AppError } from '../../../domain/app-error.ts';
import { formatCanonical } from '../../../domain/reference/format-reference.ts';
import { parseReference } from '../../../domain/reference/parse-reference.ts';
import { manifestDocument, mediaTypes } from '../oci-documents.ts';
import type { TableReference } from '../reference-table.ts';
import { chosenManifest, type StoredImage } from '../stored-image.ts';
import { tarEnd, tarEntry } from '../tar-entry.ts';
import { findImage, type World } from '../world.ts';
import { formatTimes, timesAnnotation } from './archive-times.ts';
import { blobPath } from './archived-image.ts';
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

interface ClassicOutput {
  readonly written: Written;
  readonly isSaved: (id: string | null) => boolean;
}

/**
 * `GET /images/get`, entry by entry: an OCI layout with a `manifest.json`, as Docker 28 writes it; before version 25, a
 * folder for each layer. Graph drivers write plain tars, the containerd store the blobs it has.
 * Errors:  `engine.not-found`, `reference.invalid`.
 */
export function* saveFromWorld(world: World, names: readonly string[]): Generator<Uint8Array> {
  const written: Written = { files: new Map(), index: [], manifest: [] };
  const saved = findSaved(world, names);
  const isSaved = (id: string | null): boolean => saved.some(({ image }) => image.id === id);
  for (const one of saved) {
    if (isOld(world)) writeOld(world, one, { written, isSaved });
    else if (world.store === 'classic') writeClassic(world, one, { written, isSaved });
    else writeContainerd(world, one, written);
  }
  const layout = {
    'index.json': { schemaVersion: 2, mediaType: mediaTypes.index, manifests: written.index },
    'oci-layout': { imageLayoutVersion: '1.0.0' },
  };
  const documents = { 'manifest.json': written.manifest, ...(isOld(world) ? {} : layout) };
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

/** Docker 20.10. */
function isOld({ store, apiMinor }: World): boolean {
  return store === 'classic' && apiMinor < 42;
}

function writeOld(world: World, one: Saved, { written, isSaved }: ClassicOutput): void {
  const { image } = one;
  const [own] = image.manifests;
  const content = new ImageContent(image, world.layers.blobs);
  const config = `${hexOf(own.configDigest)}.json`;
  written.files.set(config, readWhole(content, own.configDigest));
  const layers = content.tars(own.steps).map((layer, index) => {
    const folder = hexOf(own.nodes[index]?.chainId ?? layer.digest);
    written.files.set(`${folder}/VERSION`, Buffer.from('1.0'));
    written.files.set(`${folder}/layer.tar`, world.layers.blobs.contentOf(layer));
    return `${folder}/layer.tar`;
  });
  written.manifest.push({ ...dockerItem(one, config, layers), ...parentOf(image, isSaved) });
}

function writeClassic(world: World, one: Saved, { written, isSaved }: ClassicOutput): void {
  const { image } = one;
  const [own] = image.manifests;
  const content = new ImageContent(image, world.layers.blobs);
  const layers = content.tars(own.steps);
  const config = readWhole(content, own.configDigest);
  const manifest = manifestDocument({ digest: own.configDigest, bytes: config.length }, layers);
  written.files.set(blobPath(own.configDigest), config);
  written.files.set(blobPath(manifest.digest), Buffer.from(manifest.text));
  for (const layer of layers) written.files.set(blobPath(layer.digest), world.layers.blobs.contentOf(layer));
  const item = dockerItem(
    one,
    blobPath(own.configDigest),
    layers.map(({ digest }) => blobPath(digest)),
  );
  written.manifest.push({ ...item, ...parentOf(image, isSaved) });
  describe(one, written, { digest: manifest.digest, size: manifest.bytes, isIndex: false });
}

/** The parent goes with an archive that has it. Source: moby image/tarexport. */
function parentOf({ parentId }: StoredImage, isSaved: ClassicOutput['isSaved']): object {
  return isSaved(parentId) ? { Parent: parentId } : {};
}

function writeContainerd(world: World, one: Saved, written: Written): void {
  const { image } = one;
  const content = new ImageContent(image, world.layers.blobs);
  const available = image.manifests.filter((manifest) => manifest.isAvailable);
  const indexBlobs = image.index === null ? [] : [image.index];
  const blobs = [...indexBlobs, ...available.flatMap((manifest) => manifest.blobs)];
  for (const { digest } of blobs) written.files.set(blobPath(digest), readWhole(content, digest));
  const own = available.find((manifest) => manifest.kind === 'image');
  if (own !== undefined) {
    // A manifest's blobs are itself, its config and its layers.
    const layers = own.blobs.slice(2).map((blob) => blobPath(blob.digest));
    written.manifest.push(dockerItem(one, blobPath(own.configDigest), layers));
  }
  const target = image.index ?? image.manifests[0].manifest;
  describe(one, written, { digest: target.digest, size: target.bytes, isIndex: image.index !== null });
}

/** An entry of `manifest.json`. Source: moby image/spec v1.2, "Combined Image JSON + Filesystem Changeset Format". */
function dockerItem({ image, tags }: Saved, config: string, layers: readonly string[]): object {
  return {
    Config: config,
    RepoTags: tags.length === 0 ? null : tags.map((tag) => tag.text),
    Layers: layers,
    ...timesOf(image),
  };
}

/** Entries of `index.json`: one for each tag. */
function describe(
  { image, tags }: Saved,
  written: Written,
  { digest, size, isIndex }: { digest: string; size: number; isIndex: boolean },
): void {
  const mediaType = isIndex ? mediaTypes.index : mediaTypes.manifest;
  const names = tags.length === 0 ? [{}] : tags.map((tag) => nameAnnotations(tag.text));
  for (const name of names) {
    written.index.push({ mediaType, digest, size, annotations: { ...name, ...timesOf(image) } });
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

function timesOf(image: StoredImage): Readonly<Record<string, string>> {
  return { [timesAnnotation]: formatTimes(image.spec, chosenManifest(image).steps) };
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
