import type { CleanupPolicy, PickedImage, PlanOptions, Rule } from '#main/domain/cleanup/policy.ts';
import { toContainerId } from '#main/domain/image/hashes.ts';
import type { EngineView, ImageRow } from '#main/contract/views/engine-view.ts';

import type { SeededRandom } from '../images/seeded-random.ts';

/** A clean-up somebody might ask for. */
export interface Wish {
  readonly words: string;
  readonly policy: CleanupPolicy;
  readonly options: Pick<PlanOptions, 'park' | 'containers'>;
}

/** A random clean-up that leaves most images for the next ones. */
export function randomWish(view: EngineView, random: SeededRandom): Wish {
  const stopped = view.images.flatMap(({ containers }) =>
    containers.filter(({ state }) => state !== 'running'),
  );
  const withContainers = random.isLikely(0.25);
  const containers = withContainers ? random.sample(stopped, 1).map(({ id }) => toContainerId(id)) : [];
  const { words, policy } = randomPolicy(view, random);
  return {
    words,
    policy,
    options: { park: random.isLikely(0.15), containers },
  };
}

function randomPolicy(view: EngineView, random: SeededRandom): Pick<Wish, 'words' | 'policy'> {
  const kind = random.between(1, 20);
  if (kind <= 12) return { words: 'picked images', policy: { kind: 'picked', picks: picks(view, random) } };
  if (kind === 13) return { words: 'picked tags', policy: { kind: 'picked', picks: tagPicks(view, random) } };
  if (kind === 14)
    return ofRules('dangling and older', 'all', { kind: 'dangling' }, { kind: 'older-than', days: 1 });
  if (kind === 15) return ofRules('superseded', 'any', { kind: 'superseded' });
  if (kind === 16) return ofRules('duplicates', 'any', { kind: 'duplicate' });
  if (kind === 17) {
    const keep: Rule = {
      kind: 'keep-last',
      count: random.between(2, 4),
      by: random.pick(['created', 'version']),
    };
    return ofRules(`keep last by ${keep.by}`, 'all', keep, { kind: 'unused' });
  }
  if (kind === 18) return { words: 'recycle bin', policy: { kind: 'bin', parkedForDays: 0 } };
  const bytes = random.between(10_000, 600_000);
  return ofRules('free so many bytes', 'any', { kind: 'free-bytes', bytes });
}

function ofRules(
  words: string,
  match: 'all' | 'any',
  ...rules: readonly Rule[]
): Pick<Wish, 'words' | 'policy'> {
  return { words, policy: { kind: 'rules', match, rules, pins: [] } };
}

/** One to six images, often ones that share layers with each other only. */
function picks(view: EngineView, random: SeededRandom): PickedImage[] {
  const rows = view.images.filter(({ intermediate, parkedAtMs }) => !intermediate && parkedAtMs === null);
  const seeds = random.sample(rows, random.between(1, 4));
  const relatives = seeds.flatMap((seed) => {
    const family = rows.filter((row) => row.family.key !== '' && row.family.key === seed.family.key);
    return random.sample(family, random.between(0, 2));
  });
  return [...new Set([...seeds, ...relatives])].map(({ id }) => ({ id, references: null }));
}

function tagPicks(view: EngineView, random: SeededRandom): PickedImage[] {
  const several = view.images.filter(({ tags }) => tags.length > 1);
  return random.sample(several, 2).map((row: ImageRow) => ({ id: row.id, references: row.tags.slice(0, 1) }));
}
