import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EngineView } from '#main/contract/views/engine-view.ts';
import type { ItemResult, JobView } from '#main/contract/views/job-view.ts';
import { boundBytes, isExact } from '#main/domain/ledger/byte-bound.ts';
import { isKnown } from '#main/domain/unknown.ts';
import { testSeed } from '#test/support/test-seed.ts';

import { engineUnderTest } from '../engine-under-test.ts';
import { startEngine, type TestEngine } from '../engines/start-engine.ts';
import { seededRandom } from '../images/seeded-random.ts';
import { startRegistry, type TestRegistry } from '../registry/start-registry.ts';
import { engineTruth, type EngineTruth } from '../truth/engine-truth.ts';
import { diskBytes } from './disk-bytes.ts';
import { keepRecords, type PlanRecord } from './exactness-table.ts';
import { openProduct, type Product } from './open-product.ts';
import { endRound, loadMore, populate, type Sources } from './populate.ts';
import { randomWish, type Wish } from './random-plans.ts';

const kind = engineUnderTest();
const seed = testSeed();
const isClassic = kind !== 'docker-28-containerd';
const rounds = 8;
const plansEach = 13;
/** BuildKit leaves a cache that holds layers; it comes in the last rounds, so that the others can be exact. */
const firstWithBuildkit = 7;
let engine: TestEngine;
let registry: TestRegistry;
let product: Product;
let truth: EngineTruth;
const records: PlanRecord[] = [];
const random = seededRandom(seed);

beforeAll(async () => {
  [engine, registry] = await Promise.all([startEngine(kind), startRegistry()]);
  console.log(`engine ${kind} is ${engine.version}\nseed ${seed}`);
  truth = engineTruth(engine.socketPath);
  product = openProduct(engine.url);
});

afterAll(async () => {
  if (records.length > 0) keepRecords({ engine: kind, version: engine.version, seed, plans: records });
  const exact = records.filter((record) => record.isExact).length;
  const [promised, total] = [sumOf('promised'), sumOf('total')];
  console.log(
    `engine ${kind}: ${records.length} plans, ${exact} exact; promised ${promised} of ${total} bytes`,
  );
  await product?.close();
  await registry?.remove();
  await engine?.stop();
});

describe.each(Array.from({ length: rounds }, (_, index) => index + 1))(
  `promises on ${kind}, round %i`,
  (round) => {
    const sources = (): Sources => ({ engine, registry: registry.host, random, round });
    beforeAll(() => populate(sources(), round >= firstWithBuildkit));
    afterAll(() => endRound(engine));

    it.each(Array.from({ length: plansEach }, (_, index) => index + 1))('plan %i', async () => {
      const { view, plan, words } = await planSomething(sources());
      const before = await measure();

      const job = await product.run(plan);

      expect(undoneOf(job)).toEqual([]);
      expect(job.state).toBe('succeeded');
      const after = await measure();
      const record = recordOf(words, { plan, job, before, after });
      records.push(record);
      expectPromiseKept(record, {
        hasCache: await hasBuildCache(),
        told: JSON.stringify({ record, remove: plan.remove }),
      });
      expect(job.result?.measuredBytes).toBe(record.total);
      const still = new Set((await readView()).images.map(({ id }) => id));
      const meant = new Set(plan.remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
      const gone = view.images.filter(({ id }) => !still.has(id)).map(({ id }) => id);
      expect(new Set(gone)).toEqual(meant);
    });
  },
);

it('made as many plans as it says', () => {
  expect(records).toHaveLength(rounds * plansEach);
});

/** Asks until something would go: some wishes find nothing, and sooner or later little is left that may go. */
async function planSomething(sources: Sources): Promise<{ view: EngineView; plan: Plan; words: string }> {
  const { endpoint } = product;
  for (let asked = 0; asked < 20; asked += 1) {
    const view = await readView();
    const { words, policy, options } = randomWish(view, random);
    const { park, containers } = options;
    const plan = await product.client.cleanup.plan({
      ...{ endpoint, policy: toInput(policy), park, containers: [...containers] },
    });
    if (plan.remove.length > 0) return { view, plan, words };
    expect(plan.frees.total).toEqual({ exact: 0 });
    if (asked % 4 === 3) await loadMore(sources, 12);
  }
  throw new Error('twenty wishes found nothing to remove');
}

interface Measured {
  readonly total: number;
  readonly disk: ReturnType<typeof diskBytes>;
}

async function measure(): Promise<Measured> {
  return { total: await truth.layersBytes(), disk: diskBytes(kind, engine.dataRoot) };
}

async function readView(): Promise<EngineView> {
  const { endpoint } = product;
  await product.client.engines.refresh({ endpoint });
  for await (const frame of await product.client.engines.watch({ endpoint })) {
    if (frame.kind === 'ready') return frame.view;
    if (frame.kind === 'failed') throw new Error(JSON.stringify(frame.error));
  }
  throw new Error('the stream ended before a view came');
}

type Plan = Awaited<ReturnType<Product['client']['cleanup']['plan']>>;

function recordOf(
  words: string,
  of: { readonly plan: Plan; readonly job: JobView; readonly before: Measured; readonly after: Measured },
): PlanRecord {
  const { plan, job, before, after } = of;
  const measured = (job.result?.results ?? []).map(({ measuredBytes }) => measuredBytes ?? 0);
  const replied = isClassic
    ? measured.reduce<number>((sum, bytes) => sum + (isKnown(bytes) ? bytes : Number.NaN), 0)
    : null;
  return {
    words: plan.containers.length > 0 ? `${words}, with stopped containers` : words,
    items: plan.remove.length,
    isExact: isExact(plan.frees.total),
    promised: boundBytes(plan.frees.total),
    total: before.total - after.total,
    replied,
    disk: before.disk.layerBytes - after.disk.layerBytes,
    wholeDisk: before.disk.wholeBytes - after.disk.wholeBytes,
    layersGone: plan.remove.filter(({ effect }) => effect === 'remove').length,
  };
}

function expectPromiseKept(
  record: PlanRecord,
  { hasCache, told }: { readonly hasCache: boolean; readonly told: string },
): void {
  if (record.isExact) {
    expect(record.total, told).toBe(record.promised);
    if (record.replied !== null) expect(record.replied).toBe(record.promised);
  } else expect(record.total, told).toBeGreaterThanOrEqual(record.promised);
  if (!isClassic) return;
  if (!hasCache) expect(record, told).toMatchObject({ isExact: true, disk: record.total });
  // What a build cache holds stays on the disk, whatever the engine's total says: "at least" speaks of the disk as well.
  else expect(record.disk, told).toBeGreaterThanOrEqual(record.promised);
}

async function hasBuildCache(): Promise<boolean> {
  const { records: cached } = await product.client.cleanup.buildCache({ endpoint: product.endpoint });
  return cached.length > 0;
}

function undoneOf(job: JobView): readonly ItemResult[] {
  const done = ['removed', 'untagged', 'parked'];
  return (job.result?.results ?? []).filter(({ outcome }) => !done.includes(outcome));
}

type PolicyInput = Parameters<Product['client']['cleanup']['plan']>[0]['policy'];

/** The contract takes plain arrays. */
function toInput(policy: Wish['policy']): PolicyInput {
  return structuredClone(policy) as PolicyInput;
}

function sumOf(key: 'promised' | 'total'): number {
  return records.reduce((sum, record) => sum + record[key], 0);
}
