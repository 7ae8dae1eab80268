import type { Automation } from '../../contract/operations/automation.ts';
import type { CleanupPolicy } from '../../domain/cleanup/policy.ts';
import { isParked, parkedAtMs } from '../../domain/cleanup/recycle-bin.ts';
import { ledgerSums } from '../../domain/ledger/ledger-sums.ts';
import { addBytes } from '../../domain/unknown.ts';
import type { PolicyStore, SavedPolicy } from '../../ports/policy-store.ts';
import type { EngineState } from '../engines/engine-state.ts';
import { findCause, type Cause, type Circumstances } from './find-cause.ts';

const dayMs = 86_400_000;

/** A clean-up something asks for. */
export interface WantedCleanup {
  /** Which of the two that an engine can have. */
  readonly kind: 'policy' | 'bin';
  readonly cause: Cause;
  readonly policy: CleanupPolicy;
  /** Empty for the bin. */
  readonly policyName: string;
  readonly park: boolean;
}

/** What asks for a clean-up in this state, the policy before the bin. */
export function wantedCleanups(
  state: EngineState,
  { automation, policies }: { readonly automation: Automation; readonly policies: readonly SavedPolicy[] },
  now: Omit<Circumstances, 'imageBytes'>,
): readonly WantedCleanup[] {
  const saved = policies.find(({ name }) => name === automation.policyName);
  const cause = findCause(automation, { ...now, imageBytes: imageBytesOf(state) });
  const wanted: WantedCleanup[] = [];
  if (saved !== undefined && cause !== null) {
    const { name: policyName, policy } = saved;
    wanted.push({ kind: 'policy', cause, policy, policyName, park: automation.park });
  }
  const { emptyBinAfterDays: days } = automation;
  if (days !== null && oldestParked(state) <= now.nowMs - days * dayMs) {
    const policy = { kind: 'bin', parkedForDays: days } as const;
    wanted.push({ kind: 'bin', cause: 'bin-age', policy, policyName: '', park: false });
  }
  return wanted;
}

/** The same with the rules its policy has by now; null when the policy is gone. */
export function asSavedNow(wanted: WantedCleanup, policies: readonly SavedPolicy[]): WantedCleanup | null {
  if (wanted.kind === 'bin') return wanted;
  const saved = policies.find(({ name }) => name === wanted.policyName);
  return saved === undefined ? null : { ...wanted, policy: saved.policy };
}

/** Whether it is to run by itself, by settings and rules as they are by now: another Ballast may have changed them. */
export function isStillToRun(
  wanted: WantedCleanup | null,
  automation: Automation,
  store: Pick<PolicyStore, 'policies'>,
): boolean {
  if (wanted === null || automation.action !== 'run') return false;
  const { policy, policyName, park } = wanted;
  if (policy.kind === 'bin') return automation.emptyBinAfterDays === policy.parkedForDays;
  if (automation.policyName !== policyName || automation.park !== park) return false;
  const saved = store.policies().find(({ name }) => name === policyName);
  return JSON.stringify(saved?.policy) === JSON.stringify(policy);
}

/** Each layer once, and on the containerd store the content beside it. */
function imageBytesOf({ ledger }: EngineState): Circumstances['imageBytes'] {
  const { layerBytes, contentBytes } = ledgerSums(ledger);
  return addBytes(layerBytes, contentBytes);
}

function oldestParked({ snapshot }: EngineState): number {
  const parked = snapshot.images
    .filter(isParked)
    .flatMap(({ tags }) => tags.flatMap((tag) => parkedAtMs(tag) ?? []));
  return Math.min(Infinity, ...parked);
}
