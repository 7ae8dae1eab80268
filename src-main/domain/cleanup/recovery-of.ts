import type { EngineImage, StoreKind } from '../image/engine-snapshot.ts';
import type { RecordedPast, RegistryCheck } from './recorded-past.ts';
import type { Recovery } from './recoverability.ts';
import { binRepository, isParked } from './recycle-bin.ts';
import { type ReferenceName, referenceNames } from './reference-names.ts';

/** Labels that say how an image was built or where its source is, best first. An image inherits them from its base. */
const buildLabels = [
  'com.docker.compose.project',
  'org.opencontainers.image.source',
  'org.label-schema.vcs-url',
  'org.opencontainers.image.url',
] as const;

/** What registries said of an image. */
interface Asked {
  /** Whether a registry answered about any of its references. */
  readonly isAsked: boolean;
  /** `repository@digest` a registry gives, each the image itself. */
  readonly confirmed: readonly string[];
  /** References by digest of which the registry said that it has them no more. */
  readonly denied: readonly string[];
}

const nobodyAsked: Asked = { isAsked: false, confirmed: [], denied: [] };

/**
 * How an image can be had again, by the engine, its labels and what registries said.
 * Shape:   what a registry confirmed counts most; then the digests of the classic store, which come from a registry only; then
 *          labels. On the containerd store digests are candidates until a registry was asked, and no longer when it gave
 *          something else. What lies in the recycle bin can be had again as it could before.
 * Source:  ENGINES §1.1, `RepoDigests`.
 */
export function recoveryLookup(
  store: StoreKind,
  past: Pick<RecordedPast, 'registryChecks' | 'beforeParked'>,
): (image: EngineImage) => Recovery {
  const asked = registryAnswers(store, past);
  return (now) => {
    const image = withFormerNames(now, past);
    const { isAsked, confirmed, denied } = asked(image);
    const builtBy = builtByOf(image);
    if (store === 'classic') {
      const pullFrom = [...new Set([...confirmed, ...image.digests])]
        .filter((digest) => !denied.includes(digest))
        .sort();
      if (pullFrom.length > 0) return { kind: 're-pullable', pullFrom, builtBy };
      return { kind: builtBy === null ? 'local-only' : 'rebuildable', pullFrom, builtBy };
    }
    if (confirmed.length > 0) return { kind: 're-pullable', pullFrom: confirmed, builtBy };
    const pullFrom = isAsked ? [] : image.digests.toSorted();
    if (builtBy !== null) return { kind: 'rebuildable', pullFrom, builtBy };
    return { kind: isAsked ? 'local-only' : 'unknown', pullFrom, builtBy };
  };
}

/** An image with the names by which registries may know it: never the bin's, and in the bin those it had before. */
export function withFormerNames(
  image: EngineImage,
  { beforeParked }: Pick<RecordedPast, 'beforeParked'>,
): EngineImage {
  const own = image.digests.filter((digest) => !digest.startsWith(`${binRepository}@`));
  if (!isParked(image)) return own.length === image.digests.length ? image : { ...image, digests: own };
  const { tags, digests } = beforeParked?.get(image.id) ?? { tags: [], digests: [] };
  return { ...image, tags, digests: [...new Set([...own, ...digests])].sort() };
}

/**
 * Reads what registries said about an image.
 * Shape:   a check counts for an image when the digest it gives *is* the image: one of its digests in that repository on the
 *          classic store, its ID on the containerd store.
 */
export function registryAnswers(
  store: StoreKind,
  { registryChecks: checks }: Pick<RecordedPast, 'registryChecks'>,
): (image: EngineImage) => Asked {
  if (checks.size === 0) return () => nobodyAsked;
  const nameOf = referenceNames();
  const checkOf = (reference: string): RegistryCheck | undefined => {
    const check = checks.get(reference);
    if (check !== undefined) return check;
    const { familiar, suffix } = nameOf(reference);
    return familiar.length + suffix.length === reference.length ? undefined : checks.get(familiar + suffix);
  };
  const isImage = (digest: string, image: EngineImage, { canonical }: ReferenceName): boolean => {
    if (store === 'containerd') return digest === String(image.id);
    return image.digests.some((own) => own.endsWith(`@${digest}`) && nameOf(own).canonical === canonical);
  };
  return (image) => {
    let isAsked = false;
    const confirmed: string[] = [];
    const denied: string[] = [];
    for (const reference of [...image.tags, ...image.digests]) {
      const check = checkOf(reference);
      if (check === undefined) continue;
      isAsked = true;
      const name = nameOf(reference);
      if (check.digest !== null && isImage(check.digest, image, name))
        confirmed.push(`${repositoryOf(reference, name)}@${check.digest}`);
      else if (name.suffix.startsWith('@')) denied.push(reference);
    }
    return isAsked ? { isAsked, confirmed: [...new Set(confirmed)].sort(), denied } : nobodyAsked;
  };
}

function repositoryOf(reference: string, { suffix }: ReferenceName): string {
  return reference.slice(0, reference.length - suffix.length);
}

function builtByOf({ labels }: EngineImage): Recovery['builtBy'] {
  for (const label of buildLabels) {
    const value = Object.hasOwn(labels, label) ? labels[label] : undefined;
    if (value !== undefined && value !== '') return { label, value };
  }
  return null;
}
