import * as v from 'valibot';

import { automationSchema, type Automation } from '../../contract/operations/automation.ts';
import { AppError } from '../../domain/app-error.ts';
import type { PolicyStore } from '../../ports/policy-store.ts';
import type { SettingsStore } from '../../ports/store.ts';

const key = 'automation';

/** How an engine is cleaned up by itself, and which engine that is. */
export interface KeptAutomation {
  /** The engine it was switched on for: another one at the same address is left alone. */
  readonly engineId: string;
  readonly automation: Automation;
}

const keptSchema = v.record(
  v.string(),
  v.object({ engineId: v.string(), automation: automationSchema }),
) satisfies v.GenericSchema<unknown, Readonly<Record<string, KeptAutomation>>>;

/** Off, and when switched on it only tells. */
const usualAutomation: Automation = {
  isOn: false,
  policyName: null,
  imagesLargerThanBytes: null,
  diskFullerThanPercent: null,
  everyHours: null,
  action: 'notify',
  park: false,
  emptyBinAfterDays: null,
};

/** What is kept, by endpoint. Settings that cannot be read switch nothing on. */
export function keptAutomations(store: SettingsStore): ReadonlyMap<string, KeptAutomation> {
  const kept = v.safeParse(keptSchema, store.readSetting(key));
  return new Map(kept.success ? Object.entries(kept.output) : []);
}

/** How one engine is cleaned up by itself. */
export function readAutomation(store: SettingsStore, endpoint: string): Automation {
  return keptAutomations(store).get(endpoint)?.automation ?? usualAutomation;
}

/** Keeps it. */
export function writeAutomation(store: SettingsStore, endpoint: string, kept: KeptAutomation): void {
  store.writeSetting(key, Object.fromEntries([...keptAutomations(store), [endpoint, kept]]));
}

/**
 * Whether it can be switched on like this.
 * Errors:  `usage.invalid`: no such policy, nothing that would ever set it off, or nothing it would do.
 */
export function requireSense(automation: Automation, store: Pick<PolicyStore, 'policies'>): void {
  const { policyName, imagesLargerThanBytes, diskFullerThanPercent, everyHours } = automation;
  if (policyName !== null && !store.policies().some(({ name }) => name === policyName)) {
    throw new AppError('usage.invalid', {
      subject: policyName,
      detail: 'there is no saved policy of this name',
    });
  }
  if (!automation.isOn) return;
  if (policyName === null && automation.emptyBinAfterDays === null) {
    throw new AppError('usage.invalid', {
      subject: 'policyName',
      detail: 'automatic clean-up needs a saved policy, or an age at which the recycle bin is emptied',
    });
  }
  const causes = [imagesLargerThanBytes, diskFullerThanPercent, everyHours];
  if (policyName !== null && causes.every((cause) => cause === null)) {
    throw new AppError('usage.invalid', {
      subject: 'everyHours',
      detail: 'nothing would ever set it off: choose bytes of images, a full disk, or a schedule',
    });
  }
}
