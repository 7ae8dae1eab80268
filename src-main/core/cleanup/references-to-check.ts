import { droppableReferences } from '../../domain/cleanup/droppable-references.ts';
import { planCleanup } from '../../domain/cleanup/plan-cleanup.ts';
import type { PlanFacts, Sha256 } from '../../domain/cleanup/plan-facts.ts';
import {
  usualPlanOptions,
  type CleanupPolicy,
  type Rule,
  type RulePolicy,
} from '../../domain/cleanup/policy.ts';
import { parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import type { EngineImage } from '../../domain/image/engine-snapshot.ts';

/** Every image that may go at all: what is in use never does. */
const anything: Rule = { kind: 'unused' };

/**
 * References a plan needs registry checks for: those of images that go if all of them can be pulled again. Nothing for
 * a policy that does not care.
 */
export function referencesToCheck(
  facts: PlanFacts,
  policy: CleanupPolicy,
  sha256: Sha256,
): readonly string[] {
  if (policy.kind !== 'rules' || !policy.rules.some(({ kind }) => kind === 're-pullable')) return [];
  const plan = planCleanup(facts, withoutChecks(policy), { sha256, options: usualPlanOptions });
  const going = new Set(plan.remove.map(({ id }) => id));
  return facts.snapshot.images.filter(({ id }) => going.has(id)).flatMap(askableReferences);
}

/** What the policy would choose from if every registry said yes. */
function withoutChecks(policy: RulePolicy): RulePolicy {
  const others = policy.rules.filter(({ kind }) => kind !== 're-pullable' && kind !== 'free-bytes');
  const narrows = policy.match === 'all' && others.length > 0;
  return { ...policy, rules: narrows ? others : [anything] };
}

/** References of an image that a registry could know: in a repository whose digest the image has. */
export function askableReferences(image: Pick<EngineImage, 'tags' | 'digests'>): readonly string[] {
  const repositories = new Set(image.digests.map((digest) => digest.slice(0, digest.lastIndexOf('@'))));
  return droppableReferences(image).filter(
    (reference) =>
      parkedAtMs(reference) === null &&
      (reference.includes('@') || repositories.has(reference.slice(0, reference.lastIndexOf(':')))),
  );
}
