import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { AppError } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { openMemoryEngine } from '../memory-engine/memory-engine.ts';
import { withLimit } from './with-limit.ts';
import { withLog, type EngineCallRecord } from './with-log.ts';
import { withTimeout } from './with-timeout.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const piece = new Uint8Array([1]);
const progress = { layer: '', status: 'Downloading', currentBytes: 1, totalBytes: null };

/** An engine whose transfers give a piece, or tell of one, every 30 ms, five times; it stops when it is aborted. */
function steady(): Engine {
  const tick = async (signal: AbortSignal | undefined): Promise<void> => {
    await vi.advanceTimersByTimeAsync(30);
    if (signal?.aborted === true) throw new AppError('cancelled');
  };
  return {
    ...openMemoryEngine(),
    pullImage: async (_reference, onProgress, signal) => {
      for (let times = 0; times < 5; times += 1) {
        await tick(signal);
        onProgress(progress);
      }
    },
    saveImages: async function* (_images, signal) {
      for (let times = 0; times < 5; times += 1) {
        await tick(signal);
        yield piece;
      }
    },
    loadImages: async (archive, _onProgress, signal) => {
      for await (const { length } of archive) if (length > 0) await tick(signal);
      return { references: [], ids: [] };
    },
  };
}

async function* pieces(count: number, everyMs = 0): AsyncGenerator<Uint8Array> {
  for (let times = 0; times < count; times += 1) {
    if (everyMs > 0) await vi.advanceTimersByTimeAsync(everyMs);
    yield piece;
  }
}

async function countOf(stream: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  for await (const { length } of stream) count += length;
  return count;
}

describe('a transfer that goes on is not cut, however long it lasts', () => {
  const engine = (): Engine => withTimeout(steady(), { pullImage: 50, saveImages: 50, loadImages: 50 });

  test('pull', async () => {
    const told: unknown[] = [];
    await engine().pullImage('app:1', (one) => told.push(one));
    expect(told).toHaveLength(5);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('save', async () => {
    expect(await countOf(engine().saveImages(['app:1']))).toBe(5);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('save, while the caller takes its time with each piece', async () => {
    let count = 0;
    for await (const { length } of engine().saveImages(['app:1'])) {
      await vi.advanceTimersByTimeAsync(1_000);
      count += length;
    }
    expect(count).toBe(5);
  });

  test('load, while the archive takes its time', async () => {
    await expect(engine().loadImages(pieces(5, 1_000), () => undefined)).resolves.toBeDefined();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a transfer that falls silent is engine.timeout, also when the engine is deaf', () => {
  const never = (): Promise<never> => new Promise(() => undefined);
  const silent: Engine = {
    ...openMemoryEngine(),
    pullImage: async (_reference, onProgress) => {
      onProgress(progress);
      await never();
    },
    saveImages: async function* () {
      yield piece;
      await never();
    },
    loadImages: async (archive) => {
      for await (const { length } of archive) if (length > 0) await never();
      return never();
    },
  };
  const engine = withTimeout(silent, { pullImage: 50, saveImages: 50, loadImages: 50 });

  test.each<readonly [string, () => Promise<unknown>]>([
    ['pullImage', () => engine.pullImage('app:1', () => undefined)],
    ['saveImages', () => countOf(engine.saveImages(['app:1']))],
    ['loadImages', () => engine.loadImages(pieces(2), () => undefined)],
  ])('%s', async (operation, start) => {
    const call = expect(start()).rejects.toMatchObject({
      code: 'engine.timeout',
      detail: `${operation} told nothing for 50 ms`,
    });
    await vi.advanceTimersByTimeAsync(50);
    await call;
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a stream that throws throws the same; one that is left early is let go', async () => {
  let lettingGo = 0;
  const inner: Engine = {
    ...openMemoryEngine(),
    // eslint-disable-next-line @typescript-eslint/require-await -- a stream that has all at once: https://typescript-eslint.io/rules/require-await
    saveImages: async function* ([image]) {
      try {
        yield piece;
        if (image === 'bad:1') throw new AppError('transfer.failed', { detail: 'cut' });
        yield piece;
      } finally {
        lettingGo += 1;
      }
    },
  };
  const engine = withTimeout(inner, { saveImages: 50 });
  await expect(countOf(engine.saveImages(['bad:1']))).rejects.toMatchObject({
    code: 'transfer.failed',
    detail: 'cut',
  });
  expect(lettingGo).toBe(1);
  for await (const first of engine.saveImages(['app:1'])) {
    expect(first).toBe(piece);
    break;
  }
  expect(lettingGo).toBe(2);
  expect(vi.getTimerCount()).toBe(0);
});

test('a stream is one call in the log, told when it ends', async () => {
  const records: EngineCallRecord[] = [];
  const engine = withLog(steady(), (record) => records.push(record), Date);
  const stream = engine.saveImages(['app:1', 'app:2']);
  expect(records).toEqual([]);
  await countOf(stream);
  expect(records).toEqual([{ operation: 'saveImages', subject: 'app:1 app:2', ms: 150, outcome: 'ok' }]);
});

test('transfers and inspects do not wait for each other', async () => {
  vi.useRealTimers();
  const inner = openMemoryEngine();
  inner.faults.add('inspectImage', { kind: 'hang' });
  const slow: Engine = {
    ...inner,
    saveImages: async function* () {
      yield piece;
      await sleep(1);
      yield piece;
    },
  };
  const engine = withLimit(slow, 1);
  const abort = new AbortController();
  const stuck = expect(engine.inspectImage('app:1', {}, abort.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await countOf(engine.saveImages(['app:1']))).toBe(2);
  abort.abort();
  await stuck;
});
