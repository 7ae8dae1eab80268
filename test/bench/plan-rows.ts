import { createHash } from 'node:crypto';

import { goesAlong } from '#main/domain/cleanup/goes-along.ts';
import type { PlanFacts } from '#main/domain/cleanup/plan-facts.ts';
import { planCleanup } from '#main/domain/cleanup/plan-cleanup.ts';
import { policyOf, type Rule } from '#main/domain/cleanup/policy.ts';
import type { RecordedPast } from '#main/domain/cleanup/recorded-past.ts';
import type { EngineImage, EngineSnapshot, StoreKind } from '#main/domain/image/engine-snapshot.ts';
import { buildLedger } from '#main/domain/ledger/build-ledger.ts';
import { buildReclaimModel } from '#main/domain/ledger/build-reclaim-model.ts';
import { boundBytes } from '#main/domain/ledger/byte-bound.ts';
import { reclaimCalculator } from '#main/domain/ledger/freed-bytes.ts';

import type { Row } from './measure.ts';
import { medianTiming } from './measure.ts';
import { inventPopulation } from './population.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const dayMs = 86_400_000;
const nowMs = 20_000 * dayMs;

/**
 * Planning at 10,000 images of 15 layers, each rule by itself. The reference writes the same images as JSON once: what any
 * answer about them costs to send. The index of the reclaim model is kept with the model and is a row of its own.
 */
export function planRows(store: StoreKind): readonly Row[] {
  const facts = inventFacts(store);
  const { images } = facts.snapshot;
  const prepare = (): PlanFacts => facts;
  const reference = {
    name: 'images as JSON',
    timing: medianTiming({ prepare, run: () => JSON.stringify(images) }),
  };
  const all = boundBytes(reclaimCalculator(facts.reclaim)(images.map(({ id }) => id)).total);
  const planRow = (name: string, rule: Rule, aimMs: number): Row => ({
    name: `${store}: plan ${name}`,
    measured: medianTiming({ prepare, run: () => planCleanup(facts, policyOf(rule), { sha256 }) }),
    reference,
    aimMs,
  });
  return [
    ...rules.map((rule) => planRow('by' in rule ? `${rule.kind} by ${rule.by}` : rule.kind, rule, 100)),
    ...[10, 50, 90].map((percent) =>
      planRow(
        `free-bytes, ${percent} %`,
        { kind: 'free-bytes', bytes: Math.floor((all * percent) / 100) },
        300,
      ),
    ),
    { name: `${store}: re-plan on a tick`, measured: tickTiming(facts), reference, aimMs: 10 },
  ];
}

/** Every rule but `free-bytes`. */
const rules: readonly Rule[] = [
  { kind: 'dangling' },
  { kind: 'superseded' },
  { kind: 'unused' },
  { kind: 'not-used-since', days: 30 },
  { kind: 'older-than', days: 90 },
  { kind: 'keep-last', count: 3, by: 'created' },
  { kind: 'keep-last', count: 3, by: 'version' },
  { kind: 're-pullable' },
  { kind: 'duplicate' },
  { kind: 'platforms-never-run' },
];

/** What the window reckons at each tick: everything is ticked but one, and what goes along with it. */
function tickTiming({ snapshot, reclaim }: PlanFacts): ReturnType<typeof medianTiming> {
  const along = goesAlong(snapshot.images.map((image) => ({ ...image, containers: [] })));
  const calculate = reclaimCalculator(reclaim);
  const ids = snapshot.images.map(({ id }) => id);
  let tick = 0;
  const prepare = (): typeof ids => ids.toSpliced(tick++ % ids.length, 1);
  return medianTiming({ prepare, run: (ticked) => calculate(along(ticked)) }, 10);
}

/** A machine that was used for years: four images in ten without a tag, one in three used, all of ten repositories. */
function inventFacts(store: StoreKind): PlanFacts {
  const invented = inventPopulation({ images: 10_000, layersEach: 15, store, seed: 20_261_123 });
  const images = invented.images.map(age);
  const snapshot: EngineSnapshot = { ...invented, takenAtMs: nowMs, images };
  return {
    snapshot,
    reclaim: buildReclaimModel(buildLedger(snapshot), snapshot),
    nowMs,
    pins: [{ kind: 'reference', pattern: 'registry.example/**/base:*' }],
    past: pastOf(images),
    enginePlatform: 'linux/amd64',
    removesPlatforms: true,
  };
}

function age(image: EngineImage, number: number): EngineImage {
  const tags = [
    `repo-${number % 500}:1.${number % 40}.${number % 7}`,
    `repo-${number % 500}:build-${number}`,
  ];
  return { ...image, tags: number % 10 < 4 ? [] : tags, createdAtMs: nowMs - (number % 400) * dayMs };
}

function pastOf(images: readonly EngineImage[]): RecordedPast {
  const uses = images.flatMap(({ id }, number) => {
    const use = { lastUsedAtMs: nowMs - (number % 90) * dayMs, containerName: 'box' };
    return number % 3 === 0 ? [[id, use] as const] : [];
  });
  const former = images.flatMap(({ id, tags }, number) =>
    tags.length === 0 ? [[id, [`repo-${number % 500}:1.${number % 40}.${number % 7}`]] as const] : [],
  );
  const checks = images.flatMap(({ id, tags }) =>
    tags.slice(0, 1).map((tag) => [tag, { checkedAtMs: nowMs, digest: id }] as const),
  );
  return {
    usageKnownSinceMs: nowMs - 365 * dayMs,
    uses: new Map(uses),
    formerReferences: new Map(former),
    registryChecks: new Map(checks),
  };
}
