import { afterEach, beforeEach, expect, test } from 'vitest';

import { chunk, chunkedHead, json, startScriptedEngine } from '#test/support/scripted-engine.ts';
import type { ScriptedEngine } from '#test/support/scripted-engine.ts';

import type { Engine } from '../../ports/engine/engine.ts';
import type { EngineEvent } from '../../ports/engine/engine-events.ts';
import { openDockerEngine } from './open-docker-engine.ts';

let scripted: ScriptedEngine;
let engine: Engine;

beforeEach(async () => {
  scripted = await startScriptedEngine();
  engine = openDockerEngine(scripted.url);
});

afterEach(async () => {
  await engine.close();
  await scripted.stop();
});

function line(action: string, more: object = {}): string {
  const event = {
    Type: 'image',
    Action: action,
    Actor: { ID: 'sha256:a', Attributes: { name: 'lab/app:1' } },
    time: 17,
  };
  return `${JSON.stringify({ ...event, ...more })}\r\n`;
}

async function collect(events: AsyncIterable<EngineEvent>, seen: EngineEvent[] = []): Promise<EngineEvent[]> {
  for await (const event of events) seen.push(event);
  return seen;
}

test('aborting ends the stream cleanly, with everything told before', async () => {
  const stop = new AbortController();
  const order: string[] = [];
  scripted.on(/events/, (socket) => {
    socket.write(chunkedHead);
    socket.write(chunk(line('tag') + line('delete')));
  });
  for await (const event of engine.events({ onOpen: () => order.push('open') }, stop.signal)) {
    order.push(event.action);
    if (event.action === 'delete') stop.abort();
  }
  expect(order).toEqual(['open', 'tag', 'delete']);
});

test('aborting while nothing happens ends it too, and so does leaving the loop', async () => {
  const stop = new AbortController();
  scripted.on(/events/, (socket) => void socket.write(chunkedHead));
  expect(await collect(engine.events({ onOpen: () => stop.abort() }, stop.signal))).toEqual([]);
  expect(await collect(engine.events({}, AbortSignal.abort()))).toEqual([]);
  scripted.on(
    /events/,
    (socket) => void socket.write(Buffer.concat([Buffer.from(chunkedHead), chunk(line('tag'))])),
  );
  for await (const { action } of engine.events({}, new AbortController().signal)) {
    expect(action).toBe('tag');
    break;
  }
});

test.each([
  ['dies', true],
  ['ends it', false],
])('an engine that %s → engine.unreachable, after what it told', async (_how, isCut) => {
  scripted.on(/events/, (socket) => {
    socket.write(Buffer.concat([Buffer.from(chunkedHead), chunk(line('tag'))]), () => {
      if (isCut) socket.destroy();
      else socket.end('0\r\n\r\n');
    });
  });
  const seen: EngineEvent[] = [];
  const following = collect(engine.events({}, new AbortController().signal), seen);
  await expect(following).rejects.toMatchObject({ code: 'engine.unreachable' });
  expect(seen.map((event) => event.action)).toEqual(['tag']);
});

test('a stream that is never accepted → engine.timeout; a refused one says why and never opens', async () => {
  const impatient = openDockerEngine(scripted.url, { deadlines: { eventsOpenMs: 40 } });
  let opened = 0;
  const from = { onOpen: () => (opened += 1) };
  scripted.on(/events/, () => {});
  await expect(collect(impatient.events(from, new AbortController().signal))).rejects.toMatchObject({
    code: 'engine.timeout',
  });
  scripted.on(/events/, json({ message: 'no' }, 403));
  await expect(collect(engine.events(from, new AbortController().signal))).rejects.toMatchObject({
    code: 'engine.denied',
  });
  expect(opened).toBe(0);
});

test('an accepted stream outlives the deadline for opening it', async () => {
  const impatient = openDockerEngine(scripted.url, { deadlines: { eventsOpenMs: 60 } });
  const stop = new AbortController();
  scripted.on(/events/, (socket) => {
    socket.write(chunkedHead);
    setTimeout(() => socket.write(chunk(line('late'))), 150);
  });
  for await (const { action } of impatient.events({}, stop.signal)) {
    expect(action).toBe('late');
    stop.abort();
  }
});

test('asks for images, containers and builds, from a moment on; other kinds are left out', async () => {
  const stop = new AbortController();
  scripted.on(/events/, (socket) => {
    socket.write(chunkedHead);
    socket.write(
      chunk(line('connect', { Type: 'network' }) + line('prune', { Type: 'builder', Actor: null })),
    );
  });
  const seen: EngineEvent[] = [];
  for await (const event of engine.events({ sinceMs: 1_700_000_000_042 }, stop.signal)) {
    seen.push(event);
    stop.abort();
  }
  const query = new URL(`http://x${scripted.requests.at(-1)?.split(' ')[1]}`).searchParams;
  expect(query.get('since')).toBe('1700000000.042000000');
  expect(JSON.parse(query.get('filters') ?? '')).toEqual({ type: ['image', 'container', 'builder'] });
  expect(seen).toEqual([
    { type: 'builder', action: 'prune', actorId: '', name: '', image: '', timeMs: 17_000, timeNano: '0' },
  ]);
});

test('closing the engine ends it with engine.unreachable', async () => {
  scripted.on(/events/, (socket) => void socket.write(chunkedHead));
  const following = collect(
    engine.events({ onOpen: () => void engine.close() }, new AbortController().signal),
  );
  await expect(following).rejects.toMatchObject({ code: 'engine.unreachable' });
});
