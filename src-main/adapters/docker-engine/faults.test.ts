import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { chunk, chunkedHead, json, ping, raw, startScriptedEngine } from '#test/support/scripted-engine.ts';
import type { Script, ScriptedEngine } from '#test/support/scripted-engine.ts';

import type { AppErrorCode } from '../../domain/app-error.ts';
import { toContainerId, toImageId } from '../../domain/image/hashes.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { openDockerEngine } from './open-docker-engine.ts';

let scripted: ScriptedEngine;
let engine: Engine;
const info = {
  ID: 'one',
  Driver: 'overlay2',
  ServerVersion: '28.5.2',
  OSType: 'linux',
  Architecture: 'x86_64',
};
const id = toImageId(`sha256:${'a'.repeat(64)}`);

beforeEach(async () => {
  scripted = await startScriptedEngine();
  scripted.on(/\/info$/, json(info));
  scripted.on(/\/system\/df/, json({ BuildCache: [{ ID: 'abc' }] }));
  engine = openDockerEngine(scripted.url);
});

afterEach(async () => {
  await engine.close();
  await scripted.stop();
});

/** Every call that is one request and one whole answer. */
const calls: readonly (readonly [
  name: string,
  request: RegExp,
  call: (engine: Engine) => Promise<unknown>,
])[] = [
  ['listImages', /\/images\/json/, (e) => e.listImages()],
  ['inspectImage', /\/images\/lab\/app:1\/json/, (e) => e.inspectImage('lab/app:1')],
  ['imageHistory', /\/images\/lab\/app:1\/history/, (e) => e.imageHistory('lab/app:1')],
  ['tagImage', /POST .*\/tag/, (e) => e.tagImage('lab/app:1', 'lab/app:2')],
  ['untagImage', /DELETE /, (e) => e.untagImage('lab/app:1')],
  ['removeImage', /DELETE /, (e) => e.removeImage(id)],
  ['listContainers', /\/containers\/json/, (e) => e.listContainers()],
  ['totals', /\/system\/df/, (e) => e.totals()],
  ['buildCache', /\/system\/df/, (e) => e.buildCache()],
  ['removeContainer', /DELETE .*\/containers\//, (e) => e.removeContainer(toContainerId('c1'))],
  ['listBuildCache', /\/system\/df/, (e) => e.listBuildCache()],
  ['removeBuildCache', /\/build\/prune/, (e) => e.removeBuildCache(['abc'])],
  ['registryDigest', /\/distribution\/.*\/json/, (e) => e.registryDigest('lab/app:1')],
  ['describe', /\/info$/, (e) => e.describe()],
  ['ping', /\/_ping$/, (e) => e.ping()],
];

const part = '[{"Id":"sha256:';
const faults: readonly (readonly [what: string, script: Script, code: AppErrorCode])[] = [
  ['closes without an answer', (socket) => socket.destroy(), 'engine.unreachable'],
  ['closes within the head', (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-'), 'engine.unreachable'],
  [
    'closes within the body',
    (socket) => socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n${part}`),
    'engine.unreachable',
  ],
  [
    'closes within a chunked body',
    (socket) => socket.end(`${chunkedHead}f\r\n${part}`),
    'engine.unreachable',
  ],
  [
    'is killed within the body',
    (socket) => void socket.write(`${chunkedHead}f\r\n${part}`, () => socket.destroy()),
    'engine.unreachable',
  ],
  [
    'closes within the body of a refusal',
    (socket) => socket.end('HTTP/1.1 500 X\r\nContent-Length: 99\r\n\r\n{"mess'),
    'engine.unreachable',
  ],
  ['speaks something else', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), 'engine.bad-answer'],
  ['redirects elsewhere', raw('', 301, 'Location: http://127.0.0.1:9/images\r\n'), 'engine.bad-answer'],
  ['says it broke', json({ message: 'something broke' }, 500), 'engine.failed'],
  ['stands behind a proxy that lost it', raw('<h1>Bad Gateway</h1>', 502), 'engine.unreachable'],
  ['refuses us', raw('authorization denied by plugin', 403), 'engine.denied'],
];

describe.each(faults)('an engine that %s', (_what, script, code) => {
  test.each(calls)(`%s → ${code}`, async (_name, request, call) => {
    scripted.on(request, script);
    await expect(call(engine)).rejects.toMatchObject({ name: 'AppError', code });
  });
});

describe.each(calls.filter(([name]) => !['ping', 'tagImage', 'removeContainer'].includes(name)))(
  '%s',
  (_name, request, call) => {
    test.each(['<html>hello</html>', '[{"Id":', '"text"', '7', '[[]]'])(
      'answer %s → engine.bad-answer or skipped',
      async (body) => {
        scripted.on(request, raw(body));
        const outcome = await call(engine).catch((thrown: unknown) => thrown);
        const skipped = outcome instanceof Object && 'skipped' in outcome ? outcome.skipped : [];
        if (Array.isArray(skipped) && skipped.length > 0) expect(skipped[0]).toMatchObject({ raw: '[]' });
        else expect(outcome).toMatchObject({ code: 'engine.bad-answer' });
      },
    );
  },
);

describe('an engine that is slow', () => {
  const stalls: readonly (readonly [string, Script])[] = [
    ['before its answer', () => {}],
    ['within its answer', (socket) => void socket.write(`${chunkedHead}f\r\n${part}`)],
  ];
  const deadlines = {
    ...{ pingMs: 40, describeMs: 40, listMs: 40, inspectMs: 40, changeMs: 40, totalsMs: 40 },
    registryMs: 40,
  };

  describe.each(stalls)('stuck %s', (_when, script) => {
    test.each(calls)('%s → engine.timeout', async (_name, request, call) => {
      const impatient = openDockerEngine(scripted.url, { deadlines });
      scripted.on(request, script);
      await expect(call(impatient)).rejects.toMatchObject({ code: 'engine.timeout' });
    });
  });

  test.each(stalls)('the caller gives up %s → cancelled', async (_when, script) => {
    const asked = new Promise<void>((resolve) => {
      scripted.on(/images\/json/, (socket, path) => {
        script(socket, path);
        resolve();
      });
    });
    const giveUp = new AbortController();
    const listing = engine.listImages(giveUp.signal);
    void asked.then(() => giveUp.abort());
    await expect(listing).rejects.toMatchObject({ code: 'cancelled' });
  });

  test.each(stalls)('the engine is closed %s → engine.unreachable', async (_when, script) => {
    scripted.on(/images\/json/, (socket, path) => {
      script(socket, path);
      void engine.close();
    });
    await expect(engine.listImages()).rejects.toMatchObject({ code: 'engine.unreachable' });
  });

  test('a caller who gave up before sends nothing', async () => {
    await expect(engine.listImages(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
    expect(scripted.requests.filter((request) => request.includes('images'))).toEqual([]);
  });
});

describe('an engine that is not there', () => {
  test('no socket → engine.unreachable, which names the endpoint', async () => {
    const absent = openDockerEngine(`${scripted.url}.gone`);
    await expect(absent.ping()).rejects.toMatchObject({
      code: 'engine.unreachable',
      subject: `${scripted.url}.gone`,
    });
  });

  test('a socket nobody listens on → engine.unreachable', async () => {
    const path = `${scripted.socketPath}.file`;
    await writeFile(path, '');
    await expect(openDockerEngine(path).listImages()).rejects.toMatchObject({ code: 'engine.unreachable' });
  });

  test('after close every call is engine.unreachable and nothing is sent', async () => {
    await engine.close();
    await expect(engine.ping()).rejects.toMatchObject({ code: 'engine.unreachable' });
    await expect(engine.listImages()).rejects.toMatchObject({ code: 'engine.unreachable' });
    expect(scripted.requests).toEqual([]);
  });
});

test('a redirect is not followed', async () => {
  const seen: string[] = [];
  const elsewhere = createServer((request, response) => {
    seen.push(String(request.url));
    response.end('[]');
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const { port } = elsewhere.address() as AddressInfo;
  scripted.on(/images\/json/, raw('', 301, `Location: http://127.0.0.1:${port}/images/json\r\n`));
  await expect(engine.listImages()).rejects.toMatchObject({ code: 'engine.bad-answer' });
  await fetch(`http://127.0.0.1:${port}/after`);
  elsewhere.closeAllConnections();
  elsewhere.close();
  expect(seen).toEqual(['/after']);
});

describe('a cut kept-alive connection', () => {
  test('what reads is asked once more', async () => {
    let cuts = 0;
    scripted.on(/images\/json/, (socket, path) => {
      cuts += 1;
      if (cuts === 1) socket.destroy();
      else json([])(socket, path);
    });
    await expect(engine.listImages()).resolves.toEqual({ images: [], skipped: [] });
  });

  test.each(calls.filter(([name]) => /^(tag|untag|remove)/.test(name)))(
    '%s, which changes, is not',
    async (_name, request, call) => {
      scripted.on(request, (socket) => socket.destroy());
      await expect(call(engine)).rejects.toMatchObject({ code: 'engine.unreachable' });
      expect(scripted.requests.filter((sent) => request.test(sent))).toHaveLength(1);
    },
  );
});

describe('agreeing on a version', () => {
  test.each([
    ['1.51', '/v1.51/'],
    ['1.40', '/v1.40/'],
    ['1.99', '/v1.51/'],
    ['2.0', '/v1.51/'],
  ])('an engine of %s is asked %s', async (theirs, prefix) => {
    scripted.on(/_ping/, ping(theirs));
    scripted.on(/images\/json/, json([]));
    await engine.listImages();
    expect(scripted.requests[1]).toContain(` ${prefix}images/json`);
  });

  test.each(['1.39', '1.12', '0.9'])('an engine of %s → engine.unsupported', async (theirs) => {
    scripted.on(/_ping/, ping(theirs));
    const refusal = engine.listImages();
    await expect(refusal).rejects.toMatchObject({ code: 'engine.unsupported' });
    await expect(refusal).rejects.toThrow(/needs 1\.40/);
  });

  test.each([raw('OK'), raw('<html>router login</html>'), ping('latest')])(
    'no version at all → engine.bad-answer',
    async (script) => {
      scripted.on(/_ping/, script);
      await expect(engine.ping()).rejects.toMatchObject({ code: 'engine.bad-answer' });
    },
  );

  test('many calls at once ask once; after a loss it is asked again', async () => {
    scripted.on(/images\/json/, json([]));
    await Promise.all([engine.listImages(), engine.listImages(), engine.listImages()]);
    const pings = (): number => scripted.requests.filter((request) => request === 'GET /_ping').length;
    expect(pings()).toBe(1);
    scripted.on(/images\/json/, (socket) => socket.destroy());
    await expect(engine.listImages()).rejects.toMatchObject({ code: 'engine.unreachable' });
    scripted.on(/_ping/, ping('1.44'));
    scripted.on(/images\/json/, json([]));
    await engine.listImages();
    expect(scripted.requests.at(-1)).toContain('/v1.44/');
  });

  test('one caller who gives up does not spoil the question for the others', async () => {
    const giveUp = new AbortController();
    scripted.on(/images\/json/, json([]));
    scripted.on(/_ping/, (socket, path) => {
      giveUp.abort();
      ping('1.51')(socket, path);
    });
    const [first, second] = await Promise.allSettled([engine.listImages(giveUp.signal), engine.listImages()]);
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    expect(second.status).toBe('fulfilled');
  });
});

test('a list in many small pieces, characters split, is read whole', async () => {
  const body = Buffer.from(JSON.stringify([{ Id: id, Created: 1, Size: 2, Labels: { note: '日本語' } }]));
  scripted.on(/images\/json/, (socket) => {
    socket.write(chunkedHead);
    for (const byte of body) socket.write(chunk(Buffer.from([byte])));
    socket.write('0\r\n\r\n');
  });
  const { images } = await engine.listImages();
  expect(images).toMatchObject([{ id, labels: { note: '日本語' } }]);
});
