import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { EngineState } from '#main/core/engines/engine-state.ts';
import type { CleanupPlan } from '#main/domain/cleanup/cleanup-plan.ts';
import { planCleanup } from '#main/domain/cleanup/plan-cleanup.ts';
import { boundBytes, isExact, type ByteBound } from '#main/domain/ledger/byte-bound.ts';
import { buildLedger } from '#main/domain/ledger/build-ledger.ts';
import { historiesForEdges, historiesForLayers } from '#main/domain/ledger/histories-needed.ts';
import { imageSizes } from '#main/domain/ledger/image-sizes.ts';
import type { Ledger } from '#main/domain/ledger/ledger.ts';
import { ledgerSums } from '#main/domain/ledger/ledger-sums.ts';
import { listLayers } from '#main/domain/ledger/list-layers.ts';
import { isKnown, unknown } from '#main/domain/unknown.ts';
import { testSeed } from '#test/support/test-seed.ts';
import { factsOf } from '#test/support/small-snapshot.ts';

import { engineUnderTest } from './engine-under-test.ts';
import { engineHttp } from './engines/engine-http.ts';
import { startEngine, type TestEngine } from './engines/start-engine.ts';
import { generateImages } from './images/generate-images.ts';
import { loadImages } from './images/load-images.ts';
import { seededRandom } from './images/seeded-random.ts';
import { engineTruth, type EngineTruth } from './truth/engine-truth.ts';
import { randomPicks } from './truth/random-picks.ts';
import { openStateReader, type StateReader } from './truth/read-state.ts';
import { contentTruth, recipeTruth, type ContentTruth, type RecipeTruth } from './truth/recipe-truth.ts';

const kind = engineUnderTest();
const seed = testSeed();
const isClassic = kind !== 'docker-28-containerd';
const recipes = generateImages({ seed, count: 200 });
const selections = 20;
const containerCount = 5;
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

let engine: TestEngine;
let truth: EngineTruth;
let made: RecipeTruth;
let reader: StateReader;
let state: EngineState;
let content: ContentTruth;

beforeAll(async () => {
  engine = await startEngine(kind);
  console.log(`engine ${kind} is ${engine.version}\nseed ${seed}`);
  made = await recipeTruth(recipes);
  await loadImages(engine.socketPath, recipes);
  truth = engineTruth(engine.socketPath);
  reader = await openStateReader(engine.url);
  state = await reader.read();
  content = contentTruth(made, isClassic ? null : await truth.contentBytes());
});

afterAll(async () => {
  await reader?.close();
  await engine?.stop();
});

describe(`the ledger of ${kind}`, () => {
  it('holds every image and understands every row', () => {
    expect(state.snapshot.images).toHaveLength(recipes.length);
    expect(state.snapshot.images.filter((image) => image.stacks === unknown)).toEqual([]);
    expect(state.snapshot.skipped).toEqual([]);
    const untagged = state.snapshot.images.filter((image) => image.tags.length === 0);
    expect(untagged).toHaveLength(recipes.filter((recipe) => recipe.tags.length === 0).length);
  });

  it('sums its layers to exactly what the engine says', async () => {
    const layerBytes = (await truth.layersBytes()) - content.bytesOf(state.snapshot.images);
    expect(ledgerSums(state.ledger)).toMatchObject({ layerBytes, layerCount: made.chainBytes.size });
  });

  it('tells the same shared bytes of each image as the engine', async () => {
    expect(sharedBytesOf(state.ledger)).toEqual(await truth.sharedBytes());
  });

  it('is never wrong without the shared bytes the engine tells, from histories alone', async () => {
    const ledger = await ledgerFromHistories();
    expect([...ledger.historiesIgnored]).toEqual([]);
    const engineSays = await truth.sharedBytes();
    const known = [...sharedBytesOf(ledger)].filter(([, bytes]) => isKnown(bytes));
    expect(known.length).toBeGreaterThan(recipes.length * 0.9);
    expect(known.filter(([id, bytes]) => engineSays.get(id) !== bytes)).toEqual([]);
  });

  // The containerd store counts blocks of its own file system, which nobody put in.
  if (!isClassic) return;
  it('gives every layer the bytes that were put into it', async () => {
    const layers = listLayers(await ledgerFromHistories(), sha256);
    expect(layers.map((layer) => layer.chainId).toSorted()).toEqual([...made.chainBytes.keys()].toSorted());
    const known = layers.filter((layer) => isKnown(layer.bytes));
    expect(known.length).toBeGreaterThan(layers.length * 0.8);
    expect(known.filter((layer) => layer.bytes !== made.chainBytes.get(layer.chainId))).toEqual([]);
  });
});

describe(`what a clean-up frees on ${kind}`, () => {
  const random = seededRandom(seed);
  const planned = new Set<string>();
  const promises: ByteBound[] = [];
  let freedBytes = 0;
  let before = 0;

  beforeAll(async () => {
    const http = engineHttp(engine.socketPath);
    const tagged = recipes.flatMap((recipe) => recipe.tags.slice(0, 1));
    for (const image of random.sample(tagged, containerCount)) {
      await http.call('POST', '/containers/create', {
        json: { Image: image, HostConfig: { NetworkMode: 'none' } },
      });
    }
    before = await truth.layersBytes();
  });

  afterAll(() => {
    const exact = promises.filter(isExact).length;
    const promised = promises.reduce((sum, promise) => sum + boundBytes(promise), 0);
    console.log(`engine ${kind}: ${exact} of ${promises.length} promises exact, the others lower bounds`);
    console.log(`engine ${kind}: promised ${promised} of ${freedBytes} bytes that came free`);
  });

  it.each(Array.from({ length: selections }, (_, index) => index + 1))(
    'is what was promised: selection %i',
    async () => {
      const { snapshot, reclaim } = await reader.read();
      const picks = randomPicks(snapshot, random);
      const plan = planCleanup(factsOf(snapshot, { reclaim }), { kind: 'picked', picks }, { sha256 });
      const gone = new Set(plan.remove.filter(({ effect }) => effect === 'remove').map(({ id }) => id));
      for (const id of gone) planned.add(id);
      promises.push(plan.frees.total);

      expect(await runPlan(plan)).toEqual([]);

      const after = await truth.layersBytes();
      const freed = before - after;
      before = after;
      freedBytes += freed;
      const left = snapshot.images.filter(({ id }) => !gone.has(id));
      const freedContent = content.bytesOf(snapshot.images) - content.bytesOf(left);
      expectKept(plan.frees.total, freed);
      expectKept(plan.frees.layers, freed - freedContent);
      expectKept(plan.frees.content, freedContent);
      const replied = reader.takeReplies().flatMap((reply) => reply.removedChains);
      if (isClassic) {
        expect(plan.frees.total).toEqual({ exact: freed });
        expect(replied.reduce((sum, chain) => sum + (made.chainBytes.get(chain) ?? Number.NaN), 0)).toBe(
          freed,
        );
      }
    },
  );

  it('and nothing else went', async () => {
    const { images, containers } = (await reader.read()).snapshot;
    const present = new Set(images.map((image) => image.id));
    const missing = state.snapshot.images.filter((image) => !present.has(image.id));
    expect(new Set(missing.map((image) => image.id))).toEqual(planned);
    expect(containers).toHaveLength(containerCount);
    expect(containers.filter((container) => !present.has(container.imageId))).toEqual([]);
  });
});

/** Runs a plan as the product does, name by name and the last one by the ID; answers what did not go as planned. */
async function runPlan(plan: CleanupPlan): Promise<unknown[]> {
  const failed: unknown[] = [];
  for (const { id, effect, references } of plan.remove) {
    const named = effect === 'remove' ? references.slice(0, -1) : references;
    for (const reference of named) await reader.engine.untagImage(reference, AbortSignal.timeout(120_000));
    if (effect !== 'remove') continue;
    const reply = await reader.engine.removeImage(id, AbortSignal.timeout(120_000));
    if (!reply.removedImages.includes(id)) failed.push({ id, reply });
  }
  return failed;
}

/** A promise is kept when the exact number, or at least the lower bound, came true. */
function expectKept(promise: ByteBound, came: number): void {
  if (isExact(promise)) expect(promise).toEqual({ exact: came });
  else expect(promise.atLeast).toBeLessThanOrEqual(came);
}

async function ledgerFromHistories(): Promise<Ledger> {
  const images = state.snapshot.images.map((image) => ({ ...image, sharedBytes: unknown }));
  const snapshot = { ...state.snapshot, images };
  const bare = buildLedger(snapshot);
  const needed = [...historiesForEdges(bare), ...historiesForLayers(bare)];
  return buildLedger(snapshot, await reader.histories(snapshot, needed));
}

function sharedBytesOf(ledger: Ledger): Map<string, number | 'unknown'> {
  return new Map([...imageSizes(ledger)].map(([id, sizes]) => [id, sizes.sharedBytes]));
}
