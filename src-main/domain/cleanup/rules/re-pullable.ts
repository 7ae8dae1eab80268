import type { PlanNote } from '../cleanup-plan.ts';
import { registryAnswers } from '../recovery-of.ts';
import type { RegistryCheck } from '../recorded-past.ts';
import { goes, type RuleReading, type RuleScope, type RuleVerdict, stays } from './rule-reading.ts';

/** For so long what a registry said is relied on: images are withdrawn, and then nothing gives them back. */
const reliedOnMs = 7 * 86_400_000;

/**
 * Its registry was asked within a week and gives the same digest again. What was not asked stays, and is counted: images no
 * registry can be asked about, for no registry gave them a digest, are not.
 */
export function readRePullable({ index, candidates }: RuleScope): RuleReading {
  const { snapshot, past, nowMs } = index.facts;
  const answersOf = registryAnswers(snapshot.store, { registryChecks: recentOf(past.registryChecks, nowMs) });
  const [same, other] = [goes('re-pullable'), stays('not-re-pullable')];
  const verdicts = new Map<string, RuleVerdict>();
  let notAsked = 0;
  for (const image of candidates) {
    const { isAsked, confirmed } = answersOf(image);
    verdicts.set(image.id, confirmed.length > 0 ? same : other);
    if (!isAsked && image.digests.length > 0) notAsked += 1;
  }
  const notes: PlanNote[] = notAsked === 0 ? [] : [{ kind: 'not-checked', imageCount: notAsked }];
  return { verdictOf: ({ id }) => verdicts.get(id) ?? other, notes };
}

/** Within a week either way: a plan is of the moment before its registries were asked, and a clock may have been ahead. */
function recentOf(
  checks: ReadonlyMap<string, RegistryCheck>,
  nowMs: number,
): ReadonlyMap<string, RegistryCheck> {
  return new Map([...checks].filter(([, { checkedAtMs }]) => Math.abs(nowMs - checkedAtMs) <= reliedOnMs));
}
