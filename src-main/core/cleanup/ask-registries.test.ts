import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { openStore } from '#main/adapters/sqlite-store/open-store.ts';
import { AppError, type AppErrorCode } from '#main/domain/app-error.ts';
import { RegistryAsker } from './ask-registries.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const minuteMs = 60_000;

/** An engine whose registries are down, or have nothing, as the test says; it counts what it is asked. */
function start(answers: Readonly<Record<string, AppErrorCode>> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'ballast-registries-'));
  const clock = { at: 1_000_000_000_000, now: () => clock.at };
  const store = openStore({ directory, now: clock.now });
  onTestFinished(() => {
    store.close();
    rmSync(directory, { recursive: true, force: true });
  });
  const asked: string[] = [];
  const session = {
    describe: () => Promise.resolve({ id: 'one' }),
    engine: {
      registryDigest: (reference: string) => {
        asked.push(reference);
        const failure = Object.entries(answers).find(([start]) => reference.startsWith(start))?.[1];
        return failure === undefined ? Promise.resolve(digest) : Promise.reject(new AppError(failure));
      },
    },
  };
  return { asker: new RegistryAsker({ store, clock }), session, asked, clock, store };
}

test('what a registry says is written down, also that it has nothing', async () => {
  const { asker, session, store, clock } = start({ gone: 'registry.not-found' });
  const answers = await asker.ask(session, ['nginx:1', 'gone:1']);
  expect(answers.get('nginx:1')).toEqual({ checkedAtMs: clock.at, digest });
  expect(answers.get('gone:1')).toEqual({ checkedAtMs: clock.at, digest: null });
  expect([...store.registryChecks('one')].map(([reference]) => reference).toSorted()).toEqual([
    'gone:1',
    'nginx:1',
  ]);
});

test('asks again after an hour, or when it shall be anew', async () => {
  const { asker, session, asked, clock } = start();
  await asker.ask(session, ['nginx:1']);
  clock.at += 59 * minuteMs;
  expect((await asker.ask(session, ['nginx:1'])).get('nginx:1')).toHaveProperty('digest', digest);
  expect(asked).toHaveLength(1);
  await asker.ask(session, ['nginx:1'], { anew: true });
  clock.at += 61 * minuteMs;
  await asker.ask(session, ['nginx:1']);
  expect(asked).toHaveLength(3);
});

test('a registry that is down is asked once, not for each of its images, and left alone for a minute', async () => {
  const { asker, session, asked, clock, store } = start({ 'down.example': 'registry.unreachable' });
  const down = Array.from({ length: 50 }, (_, n) => `down.example/app:${n}`);
  const answers = await asker.ask(session, [...down, 'nginx:1', 'redis:7']);
  expect(asked.filter((reference) => reference.startsWith('down'))).toHaveLength(1);
  expect(answers.get('down.example/app:49')).toMatchObject({ error: { code: 'registry.unreachable' } });
  expect(answers.get('redis:7')).toHaveProperty('digest', digest);
  // Unknown is not "gone".
  expect([...store.registryChecks('one').keys()].filter((key) => key.startsWith('down'))).toEqual([]);
  await asker.ask(session, down);
  expect(asked.filter((reference) => reference.startsWith('down'))).toHaveLength(1);
  clock.at += 2 * minuteMs;
  await asker.ask(session, down);
  expect(asked.filter((reference) => reference.startsWith('down'))).toHaveLength(2);
});

test('a registry that wants a password for one repository is asked about the others', async () => {
  const { asker, session, asked } = start({ 'r.example/secret': 'registry.unauthorized' });
  await asker.ask(session, ['r.example/secret:1', 'r.example/secret:2', 'r.example/open:1']);
  expect(asked).toHaveLength(3);
});

test('asks no more than 300 at once, each once, six side by side', async () => {
  const { asker, session, asked } = start();
  let running = 0;
  let most = 0;
  const slow = {
    ...session,
    engine: {
      registryDigest: async (reference: string) => {
        most = Math.max(most, (running += 1));
        await new Promise((resolve) => setTimeout(resolve, 0));
        running -= 1;
        return session.engine.registryDigest(reference);
      },
    },
  };
  const many = Array.from({ length: 400 }, (_, n) => `app:${n}`);
  const answers = await asker.ask(slow, [...many, ...many]);
  expect(asked).toHaveLength(300);
  expect(answers.size).toBe(300);
  expect(most).toBe(6);
});

test('an engine that is gone is an error, not an answer', async () => {
  const { asker, session } = start({ nginx: 'engine.unreachable' });
  await expect(asker.ask(session, ['nginx:1'])).rejects.toMatchObject({ code: 'engine.unreachable' });
});
