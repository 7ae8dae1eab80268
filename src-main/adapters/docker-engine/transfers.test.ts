import { Readable } from 'node:stream';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { chunk, chunkedHead, json, lines, raw, startScriptedEngine } from '#test/support/scripted-engine.ts';
import type { Script, ScriptedEngine } from '#test/support/scripted-engine.ts';

import type { AppErrorCode } from '../../domain/app-error.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import type { TransferProgress } from '../../ports/engine/engine-transfers.ts';
import { openDockerEngine } from './open-docker-engine.ts';

let scripted: ScriptedEngine;
let engine: Engine;
const digest = `sha256:${'a'.repeat(64)}`;
const ignore = (): void => undefined;
/** An archive with one entry of zeros, in effect: its end is what is looked at. */
const archive = Buffer.concat([Buffer.alloc(70_000, 'x'), Buffer.alloc(1024)]);

beforeEach(async () => {
  scripted = await startScriptedEngine();
  engine = openDockerEngine(scripted.url);
});

afterEach(async () => {
  await engine.close();
  await scripted.stop();
});

function lastRequest(): string {
  return decodeURIComponent(scripted.requests.at(-1) ?? '');
}

function pieces(count: number): AsyncIterable<Uint8Array> {
  return Readable.from(Array.from({ length: count }, () => Buffer.alloc(64 * 1024, 'p')));
}

async function saved(signal?: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const part of engine.saveImages(['lab/app:1', digest], signal)) chunks.push(part);
  return Buffer.concat(chunks);
}

describe('what is asked', () => {
  test.each([
    ['lab/app:1', 'fromImage=docker.io/lab/app&tag=1'],
    ['box:5000/lab/app:1', 'fromImage=box:5000/lab/app&tag=1'],
    [`lab/app@${digest}`, `fromImage=docker.io/lab/app&tag=${digest}`],
    // The digest decides.
    [`lab/app:1@${digest}`, `fromImage=docker.io/lab/app&tag=${digest}`],
  ])('to pull %s', async (reference, query) => {
    scripted.on(/images\/create/, lines({ status: 'Status: Image is up to date' }));
    await engine.pullImage(reference, ignore);
    expect(lastRequest()).toBe(`POST /v1.51/images/create?${query}`);
    expect(scripted.heads.at(-1)).toMatch(/^x-registry-auth: e30$/im);
    expect(scripted.heads.at(-1)).not.toMatch(/content-length: [1-9]|content-type/i);
  });

  test.each([
    ['ubuntu:24.04', 'docker.io/library/ubuntu:24.04'],
    [`box:5000/lab/app:1@${digest}`, `box:5000/lab/app@${digest}`],
  ])('for the digest of %s', async (reference, name) => {
    scripted.on(/distribution/, json({ Descriptor: { digest } }));
    expect(await engine.registryDigest(reference)).toBe(digest);
    expect(lastRequest()).toBe(`GET /v1.51/distribution/${name}/json`);
    expect(scripted.heads.at(-1)).toMatch(/^x-registry-auth: e30$/im);
  });

  test.each(['lab/app', 'lab/APP:1', 'lab/app:', '../info:1', ''])(
    'nothing for %j → reference.invalid',
    async (reference) => {
      await expect(engine.pullImage(reference, ignore)).rejects.toMatchObject({ code: 'reference.invalid' });
      await expect(engine.registryDigest(reference)).rejects.toMatchObject({ code: 'reference.invalid' });
      expect(scripted.requests).toEqual([]);
    },
  );

  test('to save: every name in one request', async () => {
    scripted.on(/images\/get/, (socket) => {
      socket.write(`HTTP/1.1 200 X\r\nContent-Length: ${archive.length}\r\n\r\n`);
      socket.write(archive);
    });
    expect((await saved()).equals(archive)).toBe(true);
    expect(lastRequest()).toBe(`GET /v1.51/images/get?names=lab/app:1&names=${digest}`);
  });

  test('to load: the archive as it comes, with progress wanted', async () => {
    let received = '';
    scripted.on(/images\/load/, (socket, path, sent) => {
      void sent?.then((body) => {
        received = body;
        lines({ stream: 'Loaded image: lab/app:1\n' })(socket, path, sent);
      });
    });
    expect(await engine.loadImages(pieces(5), ignore)).toEqual({ references: ['lab/app:1'], ids: [] });
    expect(lastRequest()).toBe('POST /v1.51/images/load?quiet=0');
    expect(received).toBe('p'.repeat(5 * 64 * 1024));
  });
});

test('progress is told line by line', async () => {
  scripted.on(
    /images\/create/,
    lines(
      { status: 'Pulling from lab/app', id: '1' },
      {
        status: 'Downloading',
        id: '21d312ffdb13',
        progressDetail: { current: 5, total: 9 },
        progress: '[=>]',
      },
      { status: 'Extracting', id: '21d312ffdb13', progressDetail: { current: 2, units: 's' } },
      { status: 'Pull complete', id: '21d312ffdb13', progressDetail: { hidecounts: true } },
      { status: `Digest: ${digest}` },
    ),
  );
  const told: TransferProgress[] = [];
  await engine.pullImage('lab/app:1', (progress) => told.push(progress));
  const none = { currentBytes: null, totalBytes: null };
  expect(told).toEqual([
    { layer: '', status: 'Pulling from lab/app', ...none },
    { layer: '21d312ffdb13', status: 'Downloading', currentBytes: 5, totalBytes: 9 },
    { layer: '21d312ffdb13', status: 'Extracting', ...none },
    { layer: '21d312ffdb13', status: 'Pull complete', ...none },
    { layer: '', status: `Digest: ${digest}`, ...none },
  ]);
});

describe('a stream that began well', () => {
  const begin = { status: 'Downloading', id: '21d312ffdb13' };
  const cut: Script = (socket) => {
    socket.write(chunkedHead);
    socket.end(chunk(`${JSON.stringify(begin)}\r\n`));
  };
  const killed: Script = (socket) => {
    socket.write(chunkedHead);
    socket.write(chunk(`${JSON.stringify(begin)}\r\n`), () => socket.destroy());
  };
  const error = (words: string): Script => lines(begin, { errorDetail: { message: words }, error: words });

  const endings: readonly (readonly [
    what: string,
    script: Script,
    pull: AppErrorCode,
    load: AppErrorCode,
  ])[] = [
    ['is cut', cut, 'transfer.failed', 'transfer.failed'],
    ['is killed', killed, 'transfer.failed', 'transfer.failed'],
    ['tells an error', error('unexpected EOF'), 'transfer.failed', 'transfer.failed'],
    ['tells that the disk is full', error('no space left on device'), 'transfer.failed', 'transfer.failed'],
    [
      'needs a sign-in',
      error('unauthorized: authentication required'),
      'registry.unauthorized',
      'transfer.failed',
    ],
    ['asked too often', error('toomanyrequests: slow down'), 'registry.rate-limited', 'transfer.failed'],
    [
      'lost the registry',
      error('dial tcp 1.2.3.4:443: connect: refused'),
      'registry.unreachable',
      'transfer.failed',
    ],
    ['misses an image', error('No such image: x'), 'engine.not-found', 'transfer.failed'],
    ['is not JSON', raw('<html>'), 'engine.bad-answer', 'engine.bad-answer'],
    ['is a list', lines([1]), 'engine.bad-answer', 'engine.bad-answer'],
  ];

  test.each(endings)('and %s', async (_what, script, pull, load) => {
    scripted.on(/images\/(create|load)/, script);
    await expect(engine.pullImage('lab/app:1', ignore)).rejects.toMatchObject({ code: pull });
    await expect(engine.loadImages(pieces(2), ignore)).rejects.toMatchObject({ code: load });
  });

  test.each(endings.slice(0, 2))('of an archive and %s', async (_what, script) => {
    scripted.on(/images\/get/, script);
    await expect(saved()).rejects.toMatchObject({ code: 'transfer.failed', subject: `lab/app:1 ${digest}` });
  });
});

describe('an archive', () => {
  test.each([
    [
      'with an error behind it',
      '{"errorDetail":{"message":"no \\"space\\""},"error":"no \\"space\\""}\r\n',
      'no \\"space\\"',
    ],
    ['with an error of few words', '{"errorDetail":{"code":1}}', '{"errorDetail":{"code":1}}'],
    ['without an end', 'x', 'the archive has no end'],
  ])('%s → transfer.failed', async (_name, end, detail) => {
    scripted.on(/images\/get/, raw(`${'\0'.repeat(3000)}${end}`));
    await expect(saved()).rejects.toMatchObject({ code: 'transfer.failed', detail });
  });

  test.each(['', 'short', '\0'.repeat(1023)])('of too few bytes → transfer.failed', async (body) => {
    scripted.on(/images\/get/, raw(body));
    await expect(saved()).rejects.toMatchObject({ code: 'transfer.failed' });
  });

  test('of a missing image → engine.not-found', async () => {
    scripted.on(/images\/get/, json({ message: 'reference does not exist' }, 404));
    await expect(saved()).rejects.toMatchObject({ code: 'engine.not-found' });
  });
});

describe('silence', () => {
  const silent: readonly (readonly [string, Script])[] = [
    ['before the answer', () => undefined],
    [
      'within it',
      (socket) => void socket.write(`${chunkedHead}${chunk('{"status":"Waiting"}\n').toString()}`),
    ],
  ];
  const impatient = (): Engine =>
    openDockerEngine(scripted.url, { deadlines: { registryMs: 60, transferSilenceMs: 60 } });

  test.each(silent)('%s → engine.timeout', async (_when, script) => {
    scripted.on(/images\/(create|load|get)/, script);
    const slow = impatient();
    await expect(slow.pullImage('lab/app:1', ignore)).rejects.toMatchObject({ code: 'engine.timeout' });
    await expect(slow.loadImages(pieces(1), ignore)).rejects.toMatchObject({ code: 'engine.timeout' });
    const saving = slow.saveImages(['lab/app:1'])[Symbol.asyncIterator]();
    const drained = (async () => {
      while ((await saving.next()).done !== true);
    })();
    await expect(drained).rejects.toMatchObject({ code: 'engine.timeout' });
    await slow.close();
  });

  test('of the caller is none: it may take longer with a piece than the engine may be silent', async () => {
    const more = Promise.withResolvers<void>();
    scripted.on(/images\/get/, (socket) => {
      socket.write(chunkedHead);
      socket.write(chunk(Buffer.alloc(1024)));
      void more.promise.then(() =>
        socket.write(Buffer.concat([chunk(Buffer.alloc(1024)), Buffer.from('0\r\n\r\n')])),
      );
    });
    let bytes = 0;
    for await (const part of impatient().saveImages(['lab/app:1'])) {
      if (bytes === 0) await new Promise((resolve) => setTimeout(resolve, 150));
      bytes += part.length;
      more.resolve();
    }
    expect(bytes).toBe(2048);
  });

  test('of the source of a load is none', async () => {
    scripted.on(/images\/load/, (socket, path, sent) => {
      void sent?.then(() => lines({ stream: 'Loaded image ID: ' + digest + '\n' })(socket, path, sent));
    });
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from('a');
      await new Promise((resolve) => setTimeout(resolve, 150));
      yield Buffer.from('b');
    };
    expect(await impatient().loadImages(slow(), ignore)).toEqual({ references: [], ids: [digest] });
  });
});

describe('a download', () => {
  const giveUp = new AbortController();

  test.each([
    ['is cancelled', (): void => giveUp.abort(), 'cancelled'],
    ['loses its engine', (): void => void engine.close(), 'engine.unreachable'],
  ])('that %s', async (_what, end, code) => {
    scripted.on(/images\/get/, (socket) => void socket.write(`${chunkedHead}5\r\nhello\r\n`));
    const signal = code === 'cancelled' ? giveUp.signal : undefined;
    const reading = (async () => {
      for await (const part of engine.saveImages(['lab/app:1'], signal)) {
        expect(Buffer.from(part).toString()).toBe('hello');
        end();
      }
    })();
    await expect(reading).rejects.toMatchObject({ code });
  });

  test('that is left early closes its connection', async () => {
    const closed = Promise.withResolvers<void>();
    scripted.on(/images\/get/, (socket) => {
      socket.write(`${chunkedHead}5\r\nhello\r\n`);
      socket.on('close', () => closed.resolve());
    });
    for await (const part of engine.saveImages(['lab/app:1'])) {
      expect(part.length).toBe(5);
      break;
    }
    await closed.promise;
  });
});
