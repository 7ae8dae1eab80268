import type { Store } from '../../ports/store.ts';

/** Why nothing runs by itself when pins were lost with a state file, in words; null when none were, or somebody has seen to it. */
export function lostPins({ startedFreshBecause: fresh }: Pick<Store, 'startedFreshBecause'>): string | null {
  if (fresh === null) return null;
  return `pins were lost with the state file that is kept as ${fresh.keptAs}: nothing runs until it is moved away`;
}
