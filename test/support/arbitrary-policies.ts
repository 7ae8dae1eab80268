import fc from 'fast-check';

import type { Pin } from '#main/domain/cleanup/pin.ts';
import type { PlanFacts } from '#main/domain/cleanup/plan-facts.ts';
import type { CleanupPolicy, PlanOptions, Rule, RulePolicy } from '#main/domain/cleanup/policy.ts';
import type { RecordedPast } from '#main/domain/cleanup/recorded-past.ts';
import { binReference } from '#main/domain/cleanup/recycle-bin.ts';
import type {
  ContainerState,
  EngineImage,
  EngineSnapshot,
  ImageManifest,
} from '#main/domain/image/engine-snapshot.ts';
import { toContainerId, toManifestDigest } from '#main/domain/image/hashes.ts';

import { diffId } from './layered-snapshot.ts';
import { factsOf, imageId, smallNowMs, smallSnapshots } from './small-snapshot.ts';

/** Everything a plan is made from. */
export interface PlanCase {
  readonly facts: PlanFacts;
  readonly policy: CleanupPolicy;
  readonly options: PlanOptions;
}

const dayMs = 86_400_000;
const names = ['a', 'b', 'c', 'd', 'e', 'f', '1', '2'];
const tags = ['app:1', 'app:2', 'app:3', 'base:1', 'host:5000/app:1', 'team/web:latest', 'db:8'];
const platforms = ['linux/amd64', 'linux/arm64', 'linux/s390x'];
const states: readonly ContainerState[] = [
  'exited',
  'exited',
  'created',
  'dead',
  'running',
  'paused',
  'unknown',
];

/** What one image has besides what `smallSnapshots` gives it. */
const imageExtras = fc.record({
  ageDays: fc.constantFrom(1, 10, 40, 400, 20_000),
  isParked: fc.nat(5).map((number) => number === 0),
  isLabelled: fc.boolean(),
  layers: fc.nat(2),
  platforms: fc.subarray(platforms, { minLength: 1 }),
});

/** Snapshots with ages, labels, layers in common, several platforms, containers in all states and parked images. */
const richSnapshots: fc.Arbitrary<EngineSnapshot> = fc
  .record({
    snapshot: smallSnapshots,
    extras: fc.array(imageExtras, { minLength: 8, maxLength: 8 }),
    states: fc.array(fc.constantFrom(...states), { minLength: 3, maxLength: 3 }),
  })
  .map(({ snapshot, extras, states: held }) => ({
    ...snapshot,
    images: snapshot.images.map((image, at) => withExtras(image, extras[at], snapshot.store)),
    containers: snapshot.containers.map((box, at) => ({ ...box, state: held[at] ?? 'exited' })),
  }));

function withExtras(
  image: EngineImage,
  extra: (typeof imageExtras extends fc.Arbitrary<infer T> ? T : never) | undefined,
  store: EngineSnapshot['store'],
): EngineImage {
  if (extra === undefined) return image;
  const own = store === 'classic' ? [''] : extra.platforms;
  const manifests = own.map((platform): ImageManifest => ({
    digest: toManifestDigest(`${image.id}-${platform}`),
    kind: 'image',
    platform,
    available: true,
    manifestBytes: 1,
    contentBytes: 1,
    unpackedBytes: 1,
  }));
  return {
    ...image,
    tags: extra.isParked ? [binReference(image.id, smallNowMs - extra.ageDays * dayMs)] : image.tags,
    digests: extra.isParked ? [] : image.digests,
    createdAtMs: smallNowMs - extra.ageDays * dayMs,
    labels: extra.isLabelled ? { stage: 'prod' } : {},
    manifests: store === 'classic' ? [] : manifests,
    stacks: own.map((platform) => ({
      platform,
      diffIds: [diffId(`layer${extra.layers}`)],
      unpackedBytes: 1,
    })),
  };
}

const days = fc.constantFrom(0, 5, 30, 300);

const rules: readonly fc.Arbitrary<Rule>[] = [
  fc.constant<Rule>({ kind: 'dangling' }),
  fc.constant<Rule>({ kind: 'unused' }),
  days.map((value): Rule => ({ kind: 'not-used-since', days: value })),
  days.map((value): Rule => ({ kind: 'older-than', days: value })),
  fc.record({
    kind: fc.constant('keep-last' as const),
    count: fc.integer({ min: 1, max: 2 }),
    by: fc.constantFrom('created', 'version'),
  }),
  fc.constant<Rule>({ kind: 'superseded' }),
  fc.constant<Rule>({ kind: 're-pullable' }),
  fc.constant<Rule>({ kind: 'platforms-never-run' }),
  fc.constant<Rule>({ kind: 'duplicate' }),
  fc.integer({ min: 1, max: 2000 }).map((bytes): Rule => ({ kind: 'free-bytes', bytes })),
];

const pin: fc.Arbitrary<Pin> = fc.oneof(
  fc
    .constantFrom('app', 'app:1', '**/app:*', 'host:5000/**', 'docker.io/library/db', 'pulled', 'nothing')
    .map((pattern): Pin => ({ kind: 'reference', pattern })),
  fc.constantFrom(null, 'prod', 'test').map((value): Pin => ({ kind: 'label', name: 'stage', value })),
  fc.constantFrom(...names).map((name): Pin => ({ kind: 'image', id: imageId(name) })),
);

/** A few pins; mostly none, so that plans have something to do. */
export const somePins: fc.Arbitrary<readonly Pin[]> = fc.oneof(
  { arbitrary: fc.constant([]), weight: 3 },
  { arbitrary: fc.array(pin, { minLength: 1, maxLength: 2 }), weight: 1 },
);

/** Policies of rules, of the kinds that are named, or all. */
export function rulePolicies(kinds?: readonly Rule['kind'][]): fc.Arbitrary<RulePolicy> {
  const rule = fc.oneof(...rules).filter(({ kind }) => kinds === undefined || kinds.includes(kind));
  return fc.record({
    kind: fc.constant('rules' as const),
    match: fc.constantFrom('all', 'any'),
    rules: fc.array(rule, { maxLength: 3 }),
    pins: somePins,
  });
}

const picks: fc.Arbitrary<CleanupPolicy> = fc
  .array(
    fc.record({
      id: fc.constantFrom(...names, 'dead').map(imageId),
      references: fc.option(fc.subarray([...tags, 'x:1'], { maxLength: 3 }), { nil: null }),
    }),
    { maxLength: 8 },
  )
  .map((chosen) => ({ kind: 'picked', picks: chosen }));

const bins: fc.Arbitrary<CleanupPolicy> = days.map((parkedForDays) => ({ kind: 'bin', parkedForDays }));

/** Recorded uses, former references and registry checks of some of the images. */
const pasts: fc.Arbitrary<RecordedPast> = fc
  .record({
    knownDays: fc.constantFrom(null, 3, 100, 1000),
    used: fc.array(fc.record({ name: fc.constantFrom(...names), ago: fc.constantFrom(1, 20, 200) }), {
      maxLength: 4,
    }),
    former: fc.array(fc.record({ name: fc.constantFrom(...names), tag: fc.constantFrom(...tags) }), {
      maxLength: 4,
    }),
    checks: fc.array(
      fc.record({ tag: fc.constantFrom(...tags), name: fc.option(fc.constantFrom(...names), { nil: null }) }),
      { maxLength: 4 },
    ),
  })
  .map(({ knownDays, used, former, checks }) => ({
    usageKnownSinceMs: knownDays === null ? null : smallNowMs - knownDays * dayMs,
    uses: new Map(
      used.map(({ name, ago }) => [
        imageId(name),
        { lastUsedAtMs: smallNowMs - ago * dayMs, containerName: 'box' },
      ]),
    ),
    formerReferences: new Map(former.map(({ name, tag }) => [imageId(name), [tag]])),
    registryChecks: new Map(
      checks.map(({ tag, name }) => [
        tag,
        { checkedAtMs: smallNowMs, digest: name === null ? null : imageId(name) },
      ]),
    ),
  }));

/** Facts of every kind. */
export const someFacts: fc.Arbitrary<PlanFacts> = fc
  .record({ snapshot: richSnapshots, pins: somePins, past: pasts, removesPlatforms: fc.boolean() })
  .map(({ snapshot, ...rest }) => factsOf(snapshot, rest));

/** Plans of every kind: rules, picks and the bin, parked or not, with containers that may go. */
export function planCases(
  policies: fc.Arbitrary<CleanupPolicy> = fc.oneof(
    { arbitrary: rulePolicies(), weight: 4 },
    { arbitrary: picks, weight: 2 },
    { arbitrary: bins, weight: 1 },
  ),
): fc.Arbitrary<PlanCase> {
  return fc.record({
    facts: someFacts,
    policy: policies,
    options: fc.record({
      park: fc.boolean(),
      containers: fc.subarray(['c0', 'c1', 'c2']).map((ids) => ids.map(toContainerId)),
    }),
  });
}
