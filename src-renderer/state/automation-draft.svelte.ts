import type { Automation } from '#main/contract/operations/automation.ts';

import { t } from '../i18n/locale.svelte.ts';
import { readBytes, readWhole, type ReadNumber } from './number-field.ts';

/** The ranges of the contract; a test holds both together. */
const bytesRange = { least: 1_000_000, most: 1e15 };
const percentRange = { least: 1, most: 99 };
const hoursRange = { least: 1, most: 24 * 90 };
const daysRange = { least: 1, most: 365 };

const gigabyte = 1e9;

/** A threshold that can be on or off, with the number as it is typed. */
export class ThresholdDraft {
  readonly #read: (text: string) => ReadNumber;
  isOn = $state(false);
  text = $state('');

  constructor(saved: number | null, usual: number, read: (text: string) => ReadNumber) {
    this.#read = read;
    this.isOn = saved !== null;
    this.text = String(saved ?? usual);
  }

  readonly #value = $derived.by(() => this.#read(this.text));

  /** What is wrong with it, in words; a threshold that is off is never wrong. */
  readonly problem = $derived.by(() => (this.isOn ? this.#value.problem : ''));

  /** The number; null when it is off or wrong. */
  readonly value = $derived.by(() => (this.isOn ? this.#value.value : null));
}

/** How an engine is cleaned up by itself, as it is being set. */
export class AutomationDraft {
  readonly #saved: Automation;
  readonly imagesLarger: ThresholdDraft;
  readonly diskFuller: ThresholdDraft;
  readonly every: ThresholdDraft;
  readonly emptyBin: ThresholdDraft;
  #wasTried = $state(false);
  isOn = $state(false);
  policyName = $state('');
  action = $state<Automation['action']>('notify');
  park = $state(false);

  constructor(saved: Automation) {
    this.#saved = saved;
    this.isOn = saved.isOn;
    this.policyName = saved.policyName ?? '';
    this.action = saved.action;
    this.park = saved.park;
    const bytes = saved.imagesLargerThanBytes;
    this.imagesLarger = new ThresholdDraft(bytes === null ? null : bytes / gigabyte, 50, (text) =>
      readBytes(text, 'GB', bytesRange),
    );
    this.diskFuller = new ThresholdDraft(saved.diskFullerThanPercent, 90, (text) =>
      readWhole(text, percentRange),
    );
    this.every = new ThresholdDraft(saved.everyHours, 168, (text) => readWhole(text, hoursRange));
    this.emptyBin = new ThresholdDraft(saved.emptyBinAfterDays, 30, (text) => readWhole(text, daysRange));
  }

  readonly #isWrong = $derived.by(() => this.#thresholds().some(({ problem }) => problem !== ''));

  /** Whether something sets the policy off. */
  readonly #hasCause = $derived.by(() =>
    [this.imagesLarger, this.diskFuller, this.every].some(({ isOn }) => isOn),
  );

  /** Switched on, it needs a policy and something that sets it off; emptying the bin alone needs neither. */
  readonly #lacksPolicy = $derived.by(
    () => this.isOn && this.policyName === '' && (this.#hasCause || !this.emptyBin.isOn),
  );
  readonly #lacksCause = $derived.by(() => this.isOn && this.policyName !== '' && !this.#hasCause);

  readonly policyProblem = $derived.by(() =>
    this.#wasTried && this.#lacksPolicy ? t.automation.problem.policy : '',
  );

  readonly causeProblem = $derived.by(() =>
    this.#wasTried && this.#lacksCause ? t.automation.problem.cause : '',
  );

  /** What is set; null while something is wrong with it. */
  readonly automation = $derived.by<Automation | null>(() => this.#make());

  readonly isChanged = $derived.by(
    () =>
      this.automation === null || JSON.stringify(this.automation) !== JSON.stringify(inOrder(this.#saved)),
  );

  /** Somebody wants to save it: from now on everything that is missing is said. */
  trySave(): Automation | null {
    this.#wasTried = true;
    return this.automation;
  }

  #thresholds(): readonly ThresholdDraft[] {
    return [this.imagesLarger, this.diskFuller, this.every, this.emptyBin];
  }

  #make(): Automation | null {
    if (this.#isWrong) return null;
    if (this.#lacksPolicy || this.#lacksCause) return null;
    return inOrder({
      isOn: this.isOn,
      policyName: this.policyName === '' ? null : this.policyName,
      imagesLargerThanBytes: this.imagesLarger.value,
      diskFullerThanPercent: this.diskFuller.value,
      everyHours: this.every.value,
      action: this.action,
      park: this.park,
      emptyBinAfterDays: this.emptyBin.value,
    });
  }
}

/** Always the same order of keys, so that two can be compared as text. */
function inOrder(automation: Automation): Automation {
  const { isOn, policyName, imagesLargerThanBytes, diskFullerThanPercent } = automation;
  const { everyHours, action, park, emptyBinAfterDays } = automation;
  return {
    isOn,
    policyName,
    imagesLargerThanBytes,
    diskFullerThanPercent,
    everyHours,
    action,
    park,
    emptyBinAfterDays,
  };
}
