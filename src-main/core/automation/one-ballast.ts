import type { CoreDeps } from '../core-deps.ts';

type OwnerDeps = Pick<CoreDeps, 'store' | 'machine'>;

const key = 'automation-owner';

/**
 * Whether this Ballast sees to automatic clean-up: the first one that runs on a state file, so that a window and a
 * browser side by side do not both announce the same. When it is gone the next one takes over.
 */
export function claimAutomation({ store, machine }: OwnerDeps): boolean {
  const owner = store.readSetting(key);
  if (owner === machine.self) return true;
  if (typeof owner === 'string' && machine.isAlive(owner)) return false;
  store.writeSetting(key, machine.self);
  return true;
}

/** Lets another Ballast see to it. */
export function releaseAutomation({ store, machine }: OwnerDeps): void {
  if (store.readSetting(key) === machine.self) store.writeSetting(key, null);
}
