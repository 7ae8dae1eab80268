import type { Rule, RuleKind } from '#main/domain/cleanup/policy.ts';

import { readBytes, readWhole, writeBytes, type ByteUnit, type ReadNumber } from './number-field.ts';

/** The ranges of the contract; a test holds both together. */
const dayRange = { least: 0, most: 36_500 };
const countRange = { least: 1, most: 10_000 };
const byteRange = { least: 1, most: 1e15 };

const usualDays = '30';
const usualCount = '3';
const usualBytes = { text: '5', unit: 'GB' } as const;

/** One rule being edited: its parameters as they are typed. */
export class RuleDraft {
  /** Tells drafts apart while they are moved. */
  readonly key: number;
  readonly kind: RuleKind;
  days = $state(usualDays);
  count = $state(usualCount);
  by = $state<'created' | 'version'>('created');
  bytes = $state<string>(usualBytes.text);
  unit = $state<ByteUnit>(usualBytes.unit);

  constructor(key: number, rule: Rule | RuleKind) {
    this.key = key;
    this.kind = typeof rule === 'string' ? rule : rule.kind;
    if (typeof rule !== 'string') this.#fill(rule);
  }

  readonly #read = $derived<ReadNumber>(this.#readNow());

  /** What is wrong with the parameter, in words; empty when nothing is. */
  readonly problem = $derived(this.#read.problem);

  /** The rule; null while its parameter is wrong. */
  readonly rule = $derived<Rule | null>(this.#read.value === null ? null : this.#make(this.#read.value));

  #fill(rule: Rule): void {
    if ('days' in rule) this.days = String(rule.days);
    if (rule.kind === 'keep-last') {
      this.count = String(rule.count);
      this.by = rule.by;
    }
    if (rule.kind === 'free-bytes') ({ text: this.bytes, unit: this.unit } = writeBytes(rule.bytes));
  }

  #readNow(): ReadNumber {
    switch (this.kind) {
      case 'not-used-since':
      case 'older-than':
        return readWhole(this.days, dayRange);
      case 'keep-last':
        return readWhole(this.count, countRange);
      case 'free-bytes':
        return readBytes(this.bytes, this.unit, byteRange);
      case 'dangling':
      case 'unused':
      case 'superseded':
      case 're-pullable':
      case 'platforms-never-run':
      case 'duplicate':
        return { value: 0, problem: '' };
    }
  }

  #make(value: number): Rule {
    const { kind } = this;
    switch (kind) {
      case 'not-used-since':
      case 'older-than':
        return { kind, days: value };
      case 'keep-last':
        return { kind, count: value, by: this.by };
      case 'free-bytes':
        return { kind, bytes: value };
      case 'dangling':
      case 'unused':
      case 'superseded':
      case 're-pullable':
      case 'platforms-never-run':
      case 'duplicate':
        return { kind };
    }
  }
}
