import type { EngineImage } from '../image/engine-snapshot.ts';
import type { ImageId } from '../image/hashes.ts';
import { matchesGlob } from './match-glob.ts';
import type { Pin } from './pin.ts';
import { type ReferenceName, referenceNames, repositoryEnd } from './reference-names.ts';

/** What of an image a pin can hold on to. */
export type PinnableImage = Pick<EngineImage, 'id' | 'tags' | 'digests' | 'labels'>;

/** A pattern with `*`, and where its pin stands in the list. */
interface Glob {
  readonly at: number;
  readonly pattern: string;
  /** What stands before the first `*`: most references are told apart by it. */
  readonly prefix: string;
  /** Without a tag it means every tag and digest of a repository. */
  readonly isRepository: boolean;
}

interface PinIndex {
  readonly ids: ReadonlyMap<ImageId, number>;
  /** Canonical repositories, and canonical references with their tag or digest. */
  readonly exact: ReadonlyMap<string, number>;
  readonly globs: readonly Glob[];
  readonly labels: readonly { readonly at: number; readonly name: string; readonly value: string | null }[];
}

/**
 * Finds the pin that holds an image.
 * Shape:   the first of the list that does; null when none does. A pattern is compared with the familiar and the canonical
 *          form of every tag and digest of the image. One without a tag means all tags and digests of its repositories;
 *          one with a tag *and* a digest means the digest, as engines read it.
 */
export function pinLookup(pins: readonly Pin[]): (image: PinnableImage) => Pin | null {
  if (pins.length === 0) return () => null;
  const index = toIndex(pins);
  const nameOf = referenceNames();
  return (image) => {
    let first = index.ids.get(image.id) ?? pins.length;
    if (index.exact.size > 0 || index.globs.length > 0) {
      for (const tag of image.tags) first = Math.min(first, firstByName(nameOf(tag), index, first));
      for (const digest of image.digests) first = Math.min(first, firstByName(nameOf(digest), index, first));
    }
    for (const { at, name, value } of index.labels) {
      if (at >= first) break;
      if (Object.hasOwn(image.labels, name) && (value === null || image.labels[name] === value)) first = at;
    }
    return pins[first] ?? null;
  };
}

/** Place of the first pin that holds a reference, if it stands before `limit`. */
function firstByName(name: ReferenceName, { exact, globs }: PinIndex, limit: number): number {
  let first = Math.min(limit, exact.get(name.canonical) ?? limit);
  if (exact.size > 0) first = Math.min(first, exact.get(name.canonical + name.suffix) ?? limit);
  for (const glob of globs) {
    if (glob.at >= first) break;
    const suffix = glob.isRepository ? '' : name.suffix;
    if (isDescribed(name.familiar, suffix, glob) || isDescribed(name.canonical, suffix, glob))
      first = glob.at;
  }
  return first;
}

function isDescribed(repository: string, suffix: string, { pattern, prefix }: Glob): boolean {
  const agrees = repository.startsWith(prefix) || prefix.startsWith(repository);
  return agrees && matchesGlob(pattern, repository + suffix);
}

function toIndex(pins: readonly Pin[]): PinIndex {
  const ids = new Map<ImageId, number>();
  const exact = new Map<string, number>();
  const globs: Glob[] = [];
  const labels: { at: number; name: string; value: string | null }[] = [];
  const nameOf = referenceNames();
  for (const [at, pin] of pins.entries()) {
    if (pin.kind === 'image') addFirst(ids, pin.id, at);
    else if (pin.kind === 'label') labels.push({ at, name: pin.name, value: pin.value });
    else if (pin.pattern.includes('*')) globs.push(toGlob(pin.pattern, at));
    else addFirst(exact, exactKey(nameOf(pin.pattern)), at);
  }
  return { ids, exact, globs, labels };
}

function addFirst<K>(places: Map<K, number>, key: K, at: number): void {
  if (!places.has(key)) places.set(key, at);
}

function exactKey({ canonical, suffix }: ReferenceName): string {
  return canonical + suffix.slice(Math.max(0, suffix.indexOf('@')));
}

function toGlob(text: string, at: number): Glob {
  const end = repositoryEnd(text);
  const digest = text.indexOf('@');
  const pattern = digest < 0 ? text : text.slice(0, end) + text.slice(digest);
  return { at, pattern, prefix: pattern.slice(0, pattern.indexOf('*')), isRepository: end === text.length };
}
