import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { formatCanonical } from '../reference/format-reference.ts';
import { parseReference } from '../reference/parse-reference.ts';

/** Which images a container means. When in doubt it says more rather than fewer: they are going to be kept. */
export interface ImageNames {
  /** By image ID, or by the digest of one of its manifests. */
  resolveId(id: string): readonly ImageId[];
  /** By ID, the beginning of one, or a reference, as a person types it behind `--mount type=image,source=`. */
  resolve(name: string): readonly ImageId[];
}

/** Indexes the names of images; what only a mount needs is made when the first mount asks for it. */
export function imageNames(images: readonly EngineImage[]): ImageNames {
  const ids = new Map<string, ImageId>(images.map(({ id }) => [id, id]));
  let manifests: ReadonlyMap<string, readonly ImageId[]> | null = null;
  let references: ReadonlyMap<string, readonly ImageId[]> | null = null;
  const resolveId = (id: string): readonly ImageId[] => {
    const own = ids.get(id);
    if (own !== undefined) return [own];
    manifests ??= indexBy(images, (image) => image.manifests.map(({ digest }) => digest));
    return manifests.get(id) ?? [];
  };
  return {
    resolveId,
    resolve(name) {
      references ??= indexBy(images, namesOf);
      const found = new Set([...resolveId(name), ...byPrefix(name, images)]);
      for (const form of formsOf(name)) {
        for (const id of [...(references.get(form) ?? []), ...resolveId(form)]) found.add(id);
      }
      return [...found];
    },
  };
}

function byPrefix(name: string, images: readonly EngineImage[]): readonly ImageId[] {
  const digits = /^(?:sha256:)?([0-9a-f]{1,64})$/.exec(name)?.[1];
  if (digits === undefined) return [];
  return images.filter(({ id }) => id.slice(id.indexOf(':') + 1).startsWith(digits)).map(({ id }) => id);
}

function indexBy(
  images: readonly EngineImage[],
  keysOf: (image: EngineImage) => readonly string[],
): ReadonlyMap<string, readonly ImageId[]> {
  const index = new Map<string, ImageId[]>();
  for (const image of images) {
    for (const key of new Set(keysOf(image))) index.set(key, [...(index.get(key) ?? []), image.id]);
  }
  return index;
}

/** Names an image goes by: its references, and each digest by itself, under whatever repository it was pulled. */
function namesOf({ tags, digests }: EngineImage): readonly string[] {
  return [...tags.map(canonical), ...digests.map(canonical), ...digests.map(digestOf)];
}

/** Forms in which a name may stand in the index. With a tag and a digest the digest decides, and the tag may mean another. */
function formsOf(name: string): readonly string[] {
  const at = name.indexOf('@');
  if (at < 0) return [canonical(name), name];
  return [canonical(name), canonical(name.slice(0, at)), digestOf(name)];
}

function digestOf(reference: string): string {
  return reference.slice(reference.indexOf('@') + 1);
}

/** What cannot be parsed stands for itself. */
function canonical(text: string): string {
  const parsed = parseReference(text);
  return parsed.ok ? formatCanonical(parsed.value) : text;
}
