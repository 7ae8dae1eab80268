import type { EngineImage } from '../../image/engine-snapshot.ts';
import type { ImageId } from '../../image/hashes.ts';
import { chooseRemovals } from '../choose-removals.ts';
import type { PlanNote } from '../cleanup-plan.ts';
import { chooseFreeBytes } from '../least-regret.ts';
import type { RemovalIntent } from '../removal-intents.ts';
import { goes, type RuleReading, type RuleScope, stays } from './rule-reading.ts';

const wanted: RemovalIntent = { effect: 'remove', references: [], platforms: [], reasons: ['frees-enough'] };

/**
 * What is regretted least until so many bytes come free.
 * Shape:   chooses among `among`. An image of these that cannot go anyway counts as wanted, so that it is kept for what
 *          holds it and not because enough comes free without it.
 */
export function readFreeBytes(
  { index, candidates }: RuleScope,
  { bytes, among }: { readonly bytes: number; readonly among: (image: EngineImage) => boolean },
): RuleReading {
  const { facts, relations, pins, recoveryOf } = index;
  const intents = new Map<ImageId, RemovalIntent>();
  for (const image of candidates) if (among(image)) intents.set(image.id, wanted);
  const eligible = new Set<ImageId>();
  for (const { image } of chooseRemovals({ index, intents, ancestors: 'all', takesParked: false })) {
    if (intents.has(image.id)) eligible.add(image.id);
  }
  const { chosen, isEnough, most } = chooseFreeBytes({
    facts,
    relations,
    eligible,
    goesAlong: (id) =>
      relations.isIntermediate(id) && !pins.has(id) && relations.containersOf(id).length === 0,
    backOf: (image) => recoveryOf(image).kind,
    bytes,
  });
  const [enough, spared] = [goes('frees-enough'), stays('not-needed')];
  const notes: PlanNote[] = isEnough ? [] : [{ kind: 'not-enough', asked: bytes, most }];
  return {
    verdictOf: ({ id }) => (chosen.has(id) || (intents.has(id) && !eligible.has(id)) ? enough : spared),
    notes,
  };
}
