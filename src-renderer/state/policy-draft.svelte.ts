import type { Pin } from '#main/domain/cleanup/pin.ts';
import type { RuleKind, RulePolicy } from '#main/domain/cleanup/policy.ts';

import { t } from '../i18n/locale.svelte.ts';
import { isSamePin } from './pin-draft.svelte.ts';
import { RuleDraft } from './rule-draft.svelte.ts';

const longestName = 60;
const mostRules = 20;

/** A policy to start an editor with; a `formerName` of null is one that is not saved yet. */
export interface PolicyStart {
  readonly formerName: string | null;
  readonly name: string;
  readonly policy: RulePolicy;
}

/** One policy being edited: what is typed, what is wrong with it, and the policy it comes to. */
export class PolicyDraft {
  /** The name it is saved under; null for a new one. */
  readonly formerName: string | null;
  readonly #takenNames: readonly string[];
  readonly #start: string;
  #nextKey = 0;
  #match = $state<RulePolicy['match']>('all');
  #rules = $state.raw<readonly RuleDraft[]>([]);
  #pins = $state.raw<readonly Pin[]>([]);
  #wasTried = $state(false);
  name = $state('');

  /** `takenNames` are those of all saved policies, its own among them. */
  constructor(start: PolicyStart, takenNames: readonly string[]) {
    this.formerName = start.formerName;
    this.#takenNames = takenNames.filter((name) => name !== start.formerName);
    this.name = start.name;
    this.#match = start.policy.match;
    this.#rules = start.policy.rules.map((rule) => new RuleDraft(this.#nextKey++, rule));
    this.#pins = start.policy.pins;
    this.#start = this.#print();
  }

  /** What is wrong with the name whether or not it is shown. */
  readonly #nameProblem = $derived(this.#nameProblemNow());

  /** What is wrong with the name, in words; an empty one is not blamed before somebody tried to save. */
  readonly nameProblem = $derived(this.name.trim() === '' && !this.#wasTried ? '' : this.#nameProblem);

  /** A policy without rules removes nothing: said once somebody tried to save it. */
  readonly rulesProblem = $derived(
    this.#rules.length === 0 && this.#wasTried ? t.policies.problem.ruleMissing : '',
  );

  /** The policy as it is typed; null while something is wrong with a rule, or there is none. */
  readonly policy = $derived<RulePolicy | null>(this.#policyNow());

  readonly canSave = $derived(this.policy !== null && this.#nameProblem === '');

  get match(): RulePolicy['match'] {
    return this.#match;
  }

  set match(match: RulePolicy['match']) {
    this.#match = match;
  }

  get rules(): readonly RuleDraft[] {
    return this.#rules;
  }

  get pins(): readonly Pin[] {
    return this.#pins;
  }

  get canAddRule(): boolean {
    return this.#rules.length < mostRules;
  }

  /** Whether leaving would lose something. */
  get isChanged(): boolean {
    return this.#print() !== this.#start;
  }

  addRule(kind: RuleKind): void {
    if (this.canAddRule) this.#rules = [...this.#rules, new RuleDraft(this.#nextKey++, kind)];
  }

  dropRule(key: number): void {
    this.#rules = this.#rules.filter((rule) => rule.key !== key);
  }

  /** Moves a rule up (-1) or down (1); at the end it stays. */
  moveRule(key: number, by: -1 | 1): void {
    const at = this.#rules.findIndex((rule) => rule.key === key);
    const other = this.#rules[at + by];
    const moved = this.#rules[at];
    if (moved === undefined || other === undefined) return;
    this.#rules = this.#rules.map((rule, index) => (index === at ? other : index === at + by ? moved : rule));
  }

  addPin(pin: Pin): void {
    if (!this.#pins.some((one) => isSamePin(one, pin))) this.#pins = [...this.#pins, pin];
  }

  dropPin(pin: Pin): void {
    this.#pins = this.#pins.filter((one) => !isSamePin(one, pin));
  }

  /** Somebody wants to save it: from now on everything that is missing is said. */
  trySave(): boolean {
    this.#wasTried = true;
    return this.canSave;
  }

  #policyNow(): RulePolicy | null {
    const rules = this.#rules.flatMap(({ rule }) => rule ?? []);
    if (rules.length === 0 || rules.length < this.#rules.length) return null;
    return { kind: 'rules', match: this.#match, rules, pins: this.#pins };
  }

  #nameProblemNow(): string {
    const { problem } = t.policies;
    const name = this.name.trim();
    if (name === '') return problem.nameEmpty;
    if (name.length > longestName) return problem.nameLong;
    if (!/^[^\p{C}/\\]+$/u.test(name)) return problem.nameSigns;
    return this.#takenNames.includes(name) ? problem.nameTaken : '';
  }

  #print(): string {
    const rules = this.#rules.map(({ kind, days, count, by, bytes, unit }) => {
      return [kind, days, count, by, bytes, unit];
    });
    return JSON.stringify([this.name, this.#match, rules, this.#pins]);
  }
}
