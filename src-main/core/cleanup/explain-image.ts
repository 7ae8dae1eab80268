import type { PolicyVerdict } from '../../contract/views/cleanup-view.ts';
import { AppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { currentState, planFactsOf } from './plan-facts.ts';
import type { PolicyVerdicts } from './policy-verdicts.ts';

/**
 * Why an image would go or stay under each saved policy, in the order of their names.
 * Errors:  `engine.not-found`; as `planFactsOf`.
 */
export async function explainImage(
  session: EngineSession,
  id: ImageId,
  deps: Pick<CoreDeps, 'store' | 'clock' | 'sha256'> & { readonly verdicts: PolicyVerdicts },
): Promise<readonly PolicyVerdict[]> {
  const state = await currentState(session, deps.clock);
  if (!state.snapshot.images.some((image) => image.id === id)) {
    throw new AppError('engine.not-found', { subject: id, detail: 'the engine does not hold it' });
  }
  const policies = deps.store.policies();
  if (policies.length === 0) return [];
  const facts = planFactsOf(state, deps);
  return deps.verdicts.of(state, id, { facts, policies, sha256: deps.sha256 });
}
