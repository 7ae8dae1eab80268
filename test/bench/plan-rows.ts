import { createHash } from 'node:crypto';

import type { CleanupPolicy } from '#main/domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '#main/domain/cleanup/plan-cleanup.ts';
import { buildLedger } from '#main/domain/ledger/build-ledger.ts';
import { buildReclaimModel } from '#main/domain/ledger/build-reclaim-model.ts';

import type { Row } from './measure.ts';
import { medianTiming } from './measure.ts';
import { inventPopulation } from './population.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Planning at 10,000 images. The reference writes the same images as JSON once: what any answer about them costs to send. */
export function planRows(): readonly Row[] {
  const snapshot = inventPopulation({ images: 10_000, layersEach: 15, store: 'classic', seed: 20_261_123 });
  const facts = { snapshot, reclaim: buildReclaimModel(buildLedger(snapshot), snapshot) };
  const prepare = (): typeof facts => facts;
  const reference = {
    name: 'images as JSON',
    timing: medianTiming({ prepare, run: () => JSON.stringify(snapshot.images) }),
  };
  const policies: readonly CleanupPolicy[] = [{ kind: 'unused' }, { kind: 'dangling' }];
  return policies.map((policy) => ({
    name: `plan: ${policy.kind}, 10,000 images`,
    measured: medianTiming({ prepare, run: () => planCleanup(facts, policy, sha256) }),
    reference,
    aimMs: null,
  }));
}
