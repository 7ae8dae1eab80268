import type { PlanNote } from '../cleanup-plan.ts';
import { registryAnswers } from '../recovery-of.ts';
import { goes, type RuleReading, type RuleScope, type RuleVerdict, stays } from './rule-reading.ts';

/**
 * Its registry was asked and gives the same digest again. What was not asked stays, and is counted: images no registry can
 * be asked about, for no registry gave them a digest, are not.
 */
export function readRePullable({ index, candidates }: RuleScope): RuleReading {
  const answersOf = registryAnswers(index.facts.snapshot.store, index.facts.past);
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
