import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { lines, startScriptedEngine } from '#test/support/scripted-engine.ts';
import type { ScriptedEngine } from '#test/support/scripted-engine.ts';

import { AppError } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { openDockerEngine } from './open-docker-engine.ts';

let scripted: ScriptedEngine;
let engine: Engine;
const ignore = (): void => undefined;

beforeEach(async () => {
  scripted = await startScriptedEngine();
  engine = openDockerEngine(scripted.url);
});

afterEach(async () => {
  await engine.close();
  await scripted.stop();
});

/** A source of pieces that tells when it was let go. */
function source(
  count: number,
  last?: () => Promise<never>,
): { pieces: AsyncIterable<Uint8Array>; given: () => number; isOver: () => boolean } {
  let given = 0;
  let isOver = false;
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (given = 0; given < count; given += 1) yield Buffer.alloc(64 * 1024, 'p');
      await last?.();
    } finally {
      isOver = true;
    }
  };
  return { pieces: pieces(), given: () => given, isOver: () => isOver };
}

describe('an upload', () => {
  test('that is refused early stops: the source is asked for no more, and the words arrive', async () => {
    scripted.on(/images\/load/, (socket) => {
      socket.pause(); // It reads no further.
      socket.end(`HTTP/1.1 507 X\r\nConnection: close\r\nContent-Length: 9\r\n\r\ndisk full`);
    });
    const endless = source(1_000_000);
    await expect(engine.loadImages(endless.pieces, ignore)).rejects.toMatchObject({ detail: 'disk full' });
    await expect.poll(endless.isOver).toBe(true);
    expect(endless.given()).toBeLessThan(1_000);
  });

  test('to an engine that has had enough: it answers, and then closes', async () => {
    scripted.on(/images\/load/, (socket, path, sent) => {
      lines({ error: 'write /layer.tar: no space left on device' })(socket, path, sent);
      setTimeout(() => socket.destroy(), 100);
    });
    const endless = source(1_000_000);
    await expect(engine.loadImages(endless.pieces, ignore)).rejects.toMatchObject({
      code: 'transfer.failed',
      detail: 'write /layer.tar: no space left on device',
    });
    await expect.poll(endless.isOver).toBe(true);
  });

  test('to an engine that closes just before the next piece: its words are read first', async () => {
    const closed = Promise.withResolvers<void>();
    scripted.on(/images\/load/, (socket, path) => {
      lines({ error: 'no space left on device' })(socket, path);
      socket.destroy();
      closed.resolve();
    });
    const late = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first');
      await closed.promise;
      for (;;) yield Buffer.from('late');
    };
    await expect(engine.loadImages(late(), ignore)).rejects.toMatchObject({
      detail: 'no space left on device',
    });
  });

  test('that is done before all of it is sent closes its connection', async () => {
    const closed = Promise.withResolvers<void>();
    scripted.on(/images\/load/, (socket, path) => {
      lines({ stream: 'Loaded image: lab/app:1\n' })(socket, path);
      socket.on('close', () => closed.resolve());
    });
    const endless = source(1_000_000);
    await expect(engine.loadImages(endless.pieces, ignore)).resolves.toMatchObject({
      references: ['lab/app:1'],
    });
    await closed.promise;
    await expect.poll(endless.isOver).toBe(true);
  });

  test('to an engine that goes away → transfer.failed', async () => {
    scripted.on(/images\/load/, (socket) => socket.destroy());
    const endless = source(1_000_000);
    await expect(engine.loadImages(endless.pieces, ignore)).rejects.toMatchObject({
      code: 'transfer.failed',
      subject: 'archive',
    });
    await expect.poll(endless.isOver).toBe(true);
  });

  test('whose source breaks throws what broke it, and is cut short for the engine', async () => {
    const closed = Promise.withResolvers<void>();
    scripted.on(/images\/load/, (socket) => void socket.on('close', () => closed.resolve()));
    const broken = source(3, () => Promise.reject(new AppError('store.unavailable', { detail: 'gone' })));
    await expect(engine.loadImages(broken.pieces, ignore)).rejects.toMatchObject({
      code: 'store.unavailable',
      detail: 'gone',
    });
    await closed.promise;
  });

  test('that is cancelled lets go of its source and of the engine', async () => {
    const closed = Promise.withResolvers<void>();
    scripted.on(/images\/load/, (socket) => {
      socket.pause();
      socket.on('close', () => closed.resolve());
    });
    const giveUp = new AbortController();
    const endless = source(1_000_000);
    const loading = engine.loadImages(endless.pieces, ignore, giveUp.signal);
    await expect.poll(endless.given).toBeGreaterThan(0);
    giveUp.abort();
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(endless.isOver).toBe(true);
  });

  test('waits for the engine: no more is read than it takes', async () => {
    scripted.on(/images\/load/, (socket) => void socket.pause());
    const giveUp = new AbortController();
    const endless = source(1_000_000);
    const loading = expect(engine.loadImages(endless.pieces, ignore, giveUp.signal)).rejects.toMatchObject({
      code: 'cancelled',
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(endless.given()).toBeLessThan(100);
    giveUp.abort();
    await loading;
  });
});
