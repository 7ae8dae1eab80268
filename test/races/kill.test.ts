import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterAll, expect, onTestFinished, test } from 'vitest';

import { openMachine } from '#main/adapters/machine/open-machine.ts';
import { copy, run as runStep } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import { openMemoryEngine, type MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { parkedAtMs } from '#main/domain/cleanup/recycle-bin.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';
import type { JournalItem } from '#main/ports/store.ts';
import type { SeededRandom } from '#test/live/images/seeded-random.ts';
import {
  idsOf,
  namesOf,
  resume,
  settle,
  startCleanUp,
  type CleanUpCore,
} from '#test/support/clean-up-runs.ts';
import { serveDocker } from './docker-over-memory.ts';
import { printedSeed } from './seed.ts';

const kills = 50;
const atOnce = 2;

const shop = () => {
  const content = population()
    .base('debian:12', { layers: [1_000, 2_000] })
    .image('db:1', { from: 'debian:12', steps: [copy('db', 700)] })
    .container('db', { image: 'db:1' })
    .image('legacy:1', { from: 'debian:12', isLegacy: true, steps: [runStep('a', 10), runStep('b', 20)] });
  for (let at = 0; at < 6; at += 1) {
    content
      .image(`app-${at}:1`, { from: 'debian:12', steps: [copy(`app ${at}`, 300)] })
      .tag(`app-${at}:1`, `app-${at}:2`);
    content.image('', { key: `loose-${at}`, steps: [copy(`loose ${at}`, 100)] });
  }
  return content;
};

/** When to kill: at which request after the run began, and on which side of it. */
interface Deadline {
  readonly request: number;
  readonly side: 'before' | 'after' | 'answered';
}

interface Killed {
  readonly engine: MemoryEngine;
  readonly directory: string;
  readonly requests: number;
  readonly wasKilled: boolean;
}

/** What Node compiled once: most of a process that lives for a second. The runs that are not killed write it. */
const compileCache = mkdtempSync(join(tmpdir(), 'ballast-compiled-'));

afterAll(() => rmSync(compileCache, { recursive: true, force: true }));

/** Runs Ballast against an engine that outlives it, and kills it at the deadline. */
async function runAndKill(deadline: Deadline | null, park: boolean): Promise<Killed> {
  const engine = openMemoryEngine(shop());
  const directory = mkdtempSync(join(tmpdir(), 'ballast-killed-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  let child: ChildProcess | null = null;
  let [requests, sums] = [0, 0];
  const kill = (): void => void child?.kill('SIGKILL');
  const docker = await serveDocker(engine, async (request, answer) => {
    // Sums are asked for by the plan, by the check of the plan, before the run and after it: what is between the last two
    // is the run itself.
    if (request === 'GET /system/df') sums += 1;
    if (sums < 3 || sums > 4 || (sums === 4 && request !== 'GET /system/df')) return answer();
    const isIt = (requests += 1) === deadline?.request;
    if (!isIt) return answer();
    if (deadline.side === 'before') {
      kill();
      throw new Error('the engine never heard of it');
    }
    const answered = await answer();
    if (deadline.side === 'after') kill();
    else setImmediate(kill);
    return answered;
  });
  const script = join(import.meta.dirname, 'clean-up-once.ts');
  child = spawn(process.execPath, [script, docker.url, park ? 'park' : ''], {
    env: { ...process.env, BALLAST_DATA_DIR: directory, NODE_COMPILE_CACHE: compileCache },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  // What the engine was told before the kill is still done.
  await delay(5);
  await docker.stop();
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`Ballast ended with ${code}: ${said}`);
  return { engine, directory, requests, wasKilled: signal === 'SIGKILL' };
}

interface Before {
  readonly ids: ReadonlySet<ImageId>;
  readonly names: ReadonlyMap<string, ImageId>;
}

/** What the engine lost must stand in the journal as tried or done. */
async function expectJournaledFirst(started: CleanUpCore, before: Before): Promise<void> {
  const begun = (started.store.runs(1)[0]?.items ?? []).filter(({ outcome }) => outcome !== 'pending');
  const [ids, names] = [await idsOf(started.engine), await namesOf(started.engine)];
  for (const id of before.ids) {
    if (!ids.has(id)) expect(begun.map(({ imageId }) => imageId)).toContain(id);
  }
  for (const name of before.names.keys()) {
    if (!names.has(name)) expect(begun.map(({ reference }) => reference)).toContain(name);
  }
}

/** After settling, the journal says of each item what the engine shows. */
async function expectSettled(started: CleanUpCore): Promise<void> {
  await settle(started);
  const [run] = started.store.runs(1);
  expect(run?.state).toBe('interrupted');
  const [ids, names] = [await idsOf(started.engine), await namesOf(started.engine)];
  const isThere = ({ imageId, reference }: JournalItem): boolean =>
    reference === null ? ids.has(imageId) : names.get(reference) === imageId;
  for (const item of run?.items ?? []) {
    expect(item.outcome).not.toBe('trying');
    expect([item, isThere(item)]).toEqual([item, item.outcome === 'pending']);
  }
}

async function expectResumed(started: CleanUpCore, park: boolean): Promise<void> {
  const [run] = started.store.runs(1);
  const end = await resume(started, run?.runId ?? '');
  expect([end.state, end.error]).toEqual(['succeeded', null]);
  const names = [...(await namesOf(started.engine)).keys()];
  const parked = names.filter((name) => parkedAtMs(name) !== null);
  // What an image in the bin was built on stays.
  const stays = park ? ['db:1', 'debian:12'] : ['db:1'];
  expect(names.filter((name) => parkedAtMs(name) === null).sort()).toEqual(stays);
  expect(parked.length > 0).toBe(park);
  for (let at = 0; at < 6; at += 1) {
    expect(await idsOf(started.engine)).not.toContain(started.engine.idOf(`loose-${at}`));
  }
}

async function killAndRecover(round: number, random: SeededRandom, most: { plain: number; park: number }) {
  const park = random.isLikely(0.4);
  const request = random.between(1, park ? most.park : most.plain);
  const deadline = { request, side: random.pick(['before', 'after', 'answered'] as const) };
  const fresh = openMemoryEngine(shop());
  const before = { ids: await idsOf(fresh), names: await namesOf(fresh) };
  const { engine, directory, wasKilled } = await runAndKill(deadline, park);
  if (!wasKilled) return 'finished';
  const started = {
    ...startCleanUp(population(), { directory, wrap: () => engine, machine: openMachine() }),
    engine,
  };
  await expectJournaledFirst(started, before);
  if (started.store.runs(1).length === 0) {
    expect([round, await namesOf(engine)]).toEqual([round, before.names]);
    return 'not begun';
  }
  await expectSettled(started);
  await expectResumed(started, park);
  return 'resumed';
}

test(`killed in the middle of a run ${kills} times, the journal knows each item and the run is finished`, async () => {
  const randomOf = printedSeed('kills');
  const [plain, park] = await Promise.all([runAndKill(null, false), runAndKill(null, true)]);
  const most = { plain: plain.requests, park: park.requests };
  const ends: string[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < kills) {
      const round = (next += 1);
      ends.push(await killAndRecover(round, randomOf(round), most));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const count = (end: string): number => ends.filter((each) => each === end).length;
  console.log(
    `seed: of ${kills} kills ${count('resumed')} in the middle, ${count('not begun')} before the journal, ${count('finished')} too late; up to ${most.plain} and ${most.park} requests`,
  );
  expect(count('resumed')).toBeGreaterThan(kills / 2);
});
