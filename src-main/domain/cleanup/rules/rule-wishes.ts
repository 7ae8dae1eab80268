import type { EngineImage } from '../../image/engine-snapshot.ts';
import type { ImageId } from '../../image/hashes.ts';
import type { PlanNote } from '../cleanup-plan.ts';
import { droppableReferences } from '../droppable-references.ts';
import type { PlanIndex } from '../plan-index.ts';
import type { Rule, RulePolicy } from '../policy.ts';
import type { KeepReason, RemoveReason } from '../reasons.ts';
import type { RemovalIntent, RemovalWishes } from '../removal-intents.ts';
import { readNotUsedSince, readOlderThan } from './age-rules.ts';
import { readDuplicates } from './duplicates.ts';
import { readFreeBytes } from './free-bytes.ts';
import { readKeepLast } from './keep-last.ts';
import { readDangling, readSuperseded, readUnused } from './plain-rules.ts';
import { readPlatformsNeverRun } from './platforms-never-run.ts';
import { readRePullable } from './re-pullable.ts';
import type { RuleReading, RuleScope } from './rule-reading.ts';

/** Rules that look at an image by itself. */
type SimpleRule = Exclude<Rule, { readonly kind: 'duplicate' | 'free-bytes' }>;

/** What the rules read so far say of one image. */
interface Tally {
  /** Reasons for the image as a whole. */
  readonly goes: RemoveReason[];
  readonly stays: KeepReason[];
  /** Platforms a rule speaks for. */
  platforms: readonly string[];
  speakers: number;
}

const noRule: readonly KeepReason[] = ['no-rule'];
const noReason: readonly KeepReason[] = [];

/**
 * What rules put together ask for.
 * Shape:   rules that depend on what the others say are read after them: `free-bytes` chooses among what the others of an
 *          `all` leave, and the image that is kept of duplicates must not go by another rule of an `any`. In an `all`
 *          with `platforms-never-run` only platforms go, and `free-bytes` finds nothing, for their bytes are not known.
 *          Several `free-bytes` are the largest of them.
 */
export function ruleWishes(index: PlanIndex, policy: RulePolicy): RemovalWishes {
  if (policy.rules.length === 0) return { intents: new Map(), whyNot: () => noRule, notes: [] };
  const { images, relations, parked } = index;
  const candidates = images.filter(({ id }) => !relations.isIntermediate(id) && !parked.has(id));
  const tallies = new RuleTallies(policy, { index, candidates });
  return {
    intents: tallies.intents(),
    whyNot: ({ id }) => tallies.of(id)?.stays ?? noReason,
    notes: tallies.notes(),
  };
}

class RuleTallies {
  readonly #policy: RulePolicy;
  readonly #scope: RuleScope;
  readonly #tallies = new Map<ImageId, Tally>();
  readonly #notes = new Map<string, PlanNote>();

  constructor(policy: RulePolicy, scope: RuleScope) {
    this.#policy = policy;
    this.#scope = scope;
    for (const { id } of scope.candidates)
      this.#tallies.set(id, { goes: [], stays: [], platforms: [], speakers: 0 });
    const isAll = policy.match === 'all';
    for (const rule of policy.rules) if (isSimple(rule)) this.#add(readRule(rule, scope));
    if (isAll) this.#addDuplicates(() => true);
    this.#addFreeBytes();
    if (!isAll) this.#addDuplicates((image) => this.#isUnasked(image));
  }

  /** Each once, however many rules say the same. */
  notes(): readonly PlanNote[] {
    return [...this.#notes.values()];
  }

  of(id: ImageId): Tally | undefined {
    return this.#tallies.get(id);
  }

  intents(): ReadonlyMap<ImageId, RemovalIntent> {
    const intents = new Map<ImageId, RemovalIntent>();
    for (const image of this.#scope.candidates) {
      const tally = this.#tallies.get(image.id);
      if (tally !== undefined && this.#isWanted(tally)) intents.set(image.id, this.#intentOf(image, tally));
    }
    return intents;
  }

  #add({ verdictOf, notes }: RuleReading): void {
    for (const note of notes) this.#notes.set(JSON.stringify(note), note);
    for (const image of this.#scope.candidates) {
      const tally = this.#tallies.get(image.id);
      if (tally === undefined) continue;
      const verdict = verdictOf(image);
      if (!verdict.goes) {
        if (!tally.stays.includes(verdict.reason)) tally.stays.push(verdict.reason);
        continue;
      }
      tally.speakers += 1;
      if (verdict.platforms !== undefined) tally.platforms = verdict.platforms;
      else if (!tally.goes.includes(verdict.reason)) tally.goes.push(verdict.reason);
    }
  }

  #addDuplicates(mayStay: (image: EngineImage) => boolean): void {
    if (this.#policy.rules.some(({ kind }) => kind === 'duplicate'))
      this.#add(readDuplicates(this.#scope, mayStay));
  }

  #addFreeBytes(): void {
    const sizes = this.#policy.rules.flatMap((rule) => (rule.kind === 'free-bytes' ? [rule.bytes] : []));
    if (sizes.length === 0) return;
    const isAll = this.#policy.match === 'all';
    const losesPlatforms = isAll && this.#policy.rules.some(({ kind }) => kind === 'platforms-never-run');
    const among = ({ id }: EngineImage): boolean => {
      if (losesPlatforms) return false;
      return !isAll || this.#tallies.get(id)?.stays.length === 0;
    };
    this.#add(readFreeBytes(this.#scope, { bytes: Math.max(...sizes), among }));
  }

  /** No rule so far asks for the image as a whole, or something holds it that no rule can overcome. */
  #isUnasked({ id }: EngineImage): boolean {
    const { relations, pins } = this.#scope.index;
    if (pins.has(id) || relations.isUsed(id) || relations.isMounted(id)) return true;
    return this.#tallies.get(id)?.goes.length === 0;
  }

  #isWanted({ stays, speakers }: Tally): boolean {
    return this.#policy.match === 'all' ? stays.length === 0 : speakers > 0;
  }

  #intentOf(image: EngineImage, { goes, platforms }: Tally): RemovalIntent {
    const isWhole = platforms.length === 0 || (this.#policy.match === 'any' && goes.length > 0);
    if (isWhole)
      return { effect: 'remove', references: droppableReferences(image), platforms: [], reasons: goes };
    return {
      effect: 'remove-platforms',
      references: [],
      platforms,
      reasons: [...goes, 'platforms-never-run'],
    };
  }
}

function isSimple(rule: Rule): rule is SimpleRule {
  return rule.kind !== 'duplicate' && rule.kind !== 'free-bytes';
}

function readRule(rule: SimpleRule, scope: RuleScope): RuleReading {
  switch (rule.kind) {
    case 'dangling':
      return readDangling();
    case 'unused':
      return readUnused(scope);
    case 'not-used-since':
      return readNotUsedSince(scope, rule.days);
    case 'older-than':
      return readOlderThan(scope, rule.days);
    case 'keep-last':
      return readKeepLast(scope, rule);
    case 'superseded':
      return readSuperseded(scope);
    case 're-pullable':
      return readRePullable(scope);
    case 'platforms-never-run':
      return readPlatformsNeverRun(scope);
  }
}
