import { describe, expect, test } from 'vitest';

import { fixtureAnswers } from '#test/support/engine-fixture.ts';
import type { CapturedAnswer } from '#test/support/engine-fixture.ts';

import type { AppError, AppErrorCode } from '../../../domain/app-error.ts';
import { readLines } from '../read-lines.ts';
import { toRefusalError, toTransferError } from '../to-app-error.ts';
import { readBuildCache } from './build-cache.ts';
import { readCacheRemoval } from './cache-removal.ts';
import { readDiskUsage } from './disk-usage.ts';
import { readDistribution } from './distribution.ts';
import { readImageDetail } from './image-detail.ts';
import { readImageSummaries } from './image-summary.ts';
import { readLoadReply } from './load-reply.ts';
import { readTransferProgress } from './transfer-progress.ts';

const engines = [
  'docker-20.10.24-classic-1.41',
  'docker-28.5.2-classic-1.51',
  'docker-28.5.2-containerd-1.51',
];

/** The lines of a stream; a stream of one line was captured as its value. */
async function linesOf({ body }: CapturedAnswer): Promise<readonly unknown[]> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const lines: unknown[] = [];
  // eslint-disable-next-line @typescript-eslint/require-await -- one piece: https://typescript-eslint.io/rules/require-await
  const bytes = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  };
  for await (const line of readLines(bytes(), 'archive', { toError: toTransferError })) lines.push(line);
  return lines;
}

function refusalOf({ status, body }: CapturedAnswer): AppError {
  return toRefusalError({ status, body: JSON.stringify(body) }, '');
}

describe.each(engines)('%s', (engine) => {
  const answers = fixtureAnswers(engine, 'transfers');
  const asked = (pattern: RegExp): CapturedAnswer[] => answers.filter(({ request }) => pattern.test(request));
  const one = (pattern: RegExp): CapturedAnswer =>
    asked(pattern)[0] ?? expect.fail(`nothing captured for ${String(pattern)}`);
  const digest = readDistribution(one(/distribution.*app:1\//).body, '');

  test('the registry’s digest is the one that is pulled', async () => {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    const lines = await linesOf(one(/create.*tag=1$/));
    expect(lines).toContainEqual({ status: `Digest: ${digest}` });
  });

  test.each<readonly [string, RegExp, AppErrorCode]>([
    ['the digest of an unknown tag', /distribution.*:never/, 'registry.not-found'],
    ['the digest from a registry that is down', /distribution\/127\.0\.0\.1:1\//, 'registry.unreachable'],
    ['the pull of an unknown tag', /create.*tag=never/, 'registry.not-found'],
    ['the pull of an unknown digest', /create.*tag=sha256:abab/, 'registry.not-found'],
    ['the pull from a registry that is down', /create\?fromImage=127\.0\.0\.1:1\//, 'registry.unreachable'],
    ['the save of a missing image', /images\/get/, 'engine.not-found'],
  ])('%s', (_name, pattern, code) => {
    expect(refusalOf(one(pattern)).code).toBe(code);
  });

  test('a pull tells of layers by the short digest, and never 0 bytes', async () => {
    const progress = (await linesOf(one(/create.*tag=1$/))).map((line) => readTransferProgress(line, ''));
    expect(progress[0]).toEqual({
      layer: '',
      status: 'Pulling from lab/app',
      currentBytes: null,
      totalBytes: null,
    });
    const layers = new Set(progress.map((line) => line?.layer));
    expect(layers.size).toBe(3);
    for (const line of progress) {
      expect(line?.layer).toMatch(/^(?:[0-9a-f]{12})?$/);
      expect(line?.currentBytes).not.toBe(0);
    }
  });

  test('an image pulled by tag and by digest, tagged elsewhere, has two tags and keeps its digest', () => {
    const tags = ['127.0.0.1:5077/lab/app:1', 'lab/other:1'];
    const [row] = readImageSummaries(one(/images\/json/).body, false).images;
    const detail = readImageDetail(one(/images\/.*@sha256.*\/json/).body, '', false);
    expect(row?.tags).toEqual(tags);
    expect(detail.tags).toEqual(tags);
    expect(row?.digests).toContain(`127.0.0.1:5077/lab/app@${digest}`);
    expect(detail.digests).toContain(`127.0.0.1:5077/lab/app@${digest}`);
  });

  test('a load names what it brought', async () => {
    const lines = await linesOf(asked(/images\/load/)[0] ?? expect.fail('no load'));
    const told = lines.map((line) => (line as { readonly stream?: string }).stream ?? '');
    expect(readLoadReply(told)).toEqual({ references: ['lab/loaded:1'], ids: [] });
    for (const line of lines) expect(readTransferProgress(line, '')?.status).not.toBe('');
  });

  test('a load that fails is a stream that begins well', async () => {
    const failed = asked(/images\/load/).slice(1);
    expect(failed.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const answer of failed) {
      await expect(linesOf(answer)).rejects.toMatchObject({ code: 'transfer.failed', subject: 'archive' });
    }
  });
});

describe.each(engines)('build cache of %s', (engine) => {
  const [usage, ofParent, ofTwo, ofLeaf] = fixtureAnswers(engine, 'build-cache');

  test('three records stand on each other', () => {
    const records = readBuildCache(usage?.body);
    const ids = records.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
    expect(records).toHaveLength(readDiskUsage(usage?.body).buildCache.recordCount);
    const regular = records.filter(({ kind }) => kind === 'regular');
    expect(regular.map(({ parents }) => parents.length).toSorted()).toEqual([0, 1, 1]);
    expect(ids).toEqual(expect.arrayContaining(regular.flatMap(({ parents }) => parents)));
    for (const record of records) {
      expect(record).toMatchObject({ inUse: false, usageCount: 1 });
      expect(record.createdAtMs).toBeGreaterThan(Date.UTC(2026, 0));
      expect(record.lastUsedAtMs).toBeGreaterThanOrEqual(record.createdAtMs ?? Infinity);
      expect(record.description).not.toBe('');
    }
  });

  test('a record that others stand on is left without a word', () => {
    expect(ofParent?.status).toBe(200);
    expect(readCacheRemoval(ofParent?.body, '')).toEqual({ removed: [], reportedBytes: 0 });
  });

  test('two values are refused, one is exact', () => {
    expect(refusalOf(ofTwo ?? expect.fail('not captured')).detail).toContain('filters expect only one value');
    const { removed, reportedBytes } = readCacheRemoval(ofLeaf?.body, '');
    expect(removed).toEqual([/\^(\w+)\$/.exec(decodeURIComponent(ofLeaf?.request ?? ''))?.[1]]);
    expect(reportedBytes).toBeGreaterThanOrEqual(30_000);
  });
});

test.each(engines)('containers of %s: a running one, a missing one, a stopped one', (engine) => {
  const [running, missing, stopped] = fixtureAnswers(engine, 'container-removals');
  expect(refusalOf(running ?? expect.fail('not captured')).code).toBe('engine.conflict');
  expect(refusalOf(missing ?? expect.fail('not captured')).code).toBe('engine.not-found');
  expect(stopped?.status).toBe(204);
});

describe('records of the build cache', () => {
  const row = { ID: 'a', Type: 'regular' };

  test.each([
    [{}, []],
    [{ Parent: '' }, []],
    [{ Parent: 'b' }, ['b']],
    [{ ' Parents': ['c', 'b'] }, ['b', 'c']],
    [{ Parents: ['b'], Parent: 'b' }, ['b']],
    [{ ' Parents': null }, []],
  ])('parents of %j', (fields, parents) => {
    expect(readBuildCache({ BuildCache: [{ ...row, ...fields }] })[0]?.parents).toEqual(parents);
  });

  test('what is not told is unknown, and never used is null', () => {
    const [never] = readBuildCache({
      BuildCacheUsage: { Items: [{ ...row, LastUsedAt: '0001-01-01T00:00:00Z' }] },
    });
    expect(never).toMatchObject({ bytes: 'unknown', createdAtMs: null, lastUsedAtMs: null, usageCount: 0 });
  });

  test.each([[], 7, { BuildCache: [{}] }, { BuildCache: {} }])('%j → engine.bad-answer', (raw) => {
    expect(() => readBuildCache(raw)).toThrow(expect.objectContaining({ code: 'engine.bad-answer' }));
  });

  test.each([null, {}, { BuildCache: null }])('%j is none, or no answer at all', (raw) => {
    if (raw === null) expect(() => readBuildCache(raw)).toThrow();
    else expect(readBuildCache(raw)).toEqual([]);
  });
});

describe('what a load told', () => {
  test.each([
    [['Loaded image: b:1\n', 'Loaded image: a:1\n', 'Loaded image: a:1\n'], ['a:1', 'b:1'], 0],
    [[`Loaded image ID: sha256:${'a'.repeat(64)}\n`], [], 1],
    [['The image lab/x:1 already exists, renaming the old one with ID x to empty string\n'], [], 0],
    [[], [], 0],
  ])('%j', (told, references, ids) => {
    const reply = readLoadReply(told);
    expect(reply.references).toEqual(references);
    expect(reply.ids).toHaveLength(ids);
  });
});
