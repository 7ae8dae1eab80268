import type { EngineImage } from '../../image/engine-snapshot.ts';
import type { ImageId } from '../../image/hashes.ts';
import { parkedAtMs } from '../recycle-bin.ts';
import { type ReferenceName, referenceNames } from '../reference-names.ts';
import { compareVersions, parseVersion, type SemanticVersion } from '../semantic-version.ts';
import { isAgeKnown } from './age-rules.ts';
import { goes, type RuleReading, type RuleScope, type RuleVerdict, stays } from './rule-reading.ts';

const [beyond, among] = [goes('beyond-last'), stays('among-last')];
const [untagged, ageless, versionless] = [stays('untagged'), stays('age-not-known'), stays('no-version')];

/**
 * Not among the newest of any repository it has a tag in.
 * Shape:   newest by the time it was built, or by the highest version it has there. What has no age, or by version a tag that
 *          is none, is kept and takes nobody's place: `latest` and `1` are moved on by whoever publishes them.
 */
export function readKeepLast(
  { index, candidates }: RuleScope,
  { count, by }: { readonly count: number; readonly by: 'created' | 'version' },
): RuleReading {
  const tagged = candidates.filter(({ tags }) => tags.length > 0);
  const verdicts = by === 'created' ? byCreation(tagged, count, index.facts.nowMs) : byVersion(tagged, count);
  return { verdictOf: ({ id }) => verdicts.get(id) ?? untagged, notes: [] };
}

function byCreation(
  images: readonly EngineImage[],
  count: number,
  nowMs: number,
): ReadonlyMap<ImageId, RuleVerdict> {
  const namesOf = namesLookup();
  const repositories = new Map<string, Set<EngineImage>>();
  const verdicts = new Map<ImageId, RuleVerdict>();
  for (const image of images) {
    const hasAge = isAgeKnown(image, nowMs);
    verdicts.set(image.id, hasAge ? beyond : ageless);
    if (!hasAge) continue;
    for (const { canonical } of namesOf(image)) {
      const members = repositories.get(canonical);
      if (members === undefined) repositories.set(canonical, new Set([image]));
      else members.add(image);
    }
  }
  for (const members of repositories.values()) {
    const newestFirst = [...members].sort((a, b) => b.createdAtMs - a.createdAtMs || byId(a, b));
    for (const { id } of newestFirst.slice(0, count)) verdicts.set(id, among);
  }
  return verdicts;
}

/** An image and the highest version it has in one repository. */
interface Ranked {
  readonly image: EngineImage;
  readonly version: SemanticVersion;
}

function byVersion(images: readonly EngineImage[], count: number): ReadonlyMap<ImageId, RuleVerdict> {
  const namesOf = namesLookup();
  const repositories = new Map<string, Map<ImageId, Ranked>>();
  const verdicts = new Map<ImageId, RuleVerdict>();
  const versionlessIds = new Set<ImageId>();
  for (const image of images) {
    verdicts.set(image.id, beyond);
    for (const { canonical, suffix } of namesOf(image)) {
      const version = parseVersion(suffix.slice(1));
      if (version === null) {
        versionlessIds.add(image.id);
        continue;
      }
      const members = repositories.get(canonical) ?? new Map<ImageId, Ranked>();
      repositories.set(canonical, members);
      const before = members.get(image.id);
      if (before === undefined || compareVersions(before.version, version) < 0)
        members.set(image.id, { image, version });
    }
  }
  for (const members of repositories.values()) {
    const highestFirst = [...members.values()].sort(
      (a, b) => compareVersions(b.version, a.version) || byId(a.image, b.image),
    );
    for (const { image } of highestFirst.slice(0, count)) verdicts.set(image.id, among);
  }
  for (const id of versionlessIds) if (verdicts.get(id) === beyond) verdicts.set(id, versionless);
  return verdicts;
}

/** Names of an image, by repository. Tags of the recycle bin belong to none. */
type NamesOf = (image: EngineImage) => readonly ReferenceName[];

function namesLookup(): NamesOf {
  const nameOf = referenceNames();
  return ({ tags }) => tags.filter((tag) => parkedAtMs(tag) === null).map(nameOf);
}

function byId(a: EngineImage, b: EngineImage): number {
  return a.id < b.id ? -1 : 1;
}
