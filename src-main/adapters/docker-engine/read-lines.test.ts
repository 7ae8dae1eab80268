import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readLines } from './read-lines.ts';
import { toTransferError } from './to-app-error.ts';

// eslint-disable-next-line @typescript-eslint/require-await -- as a socket gives them: https://typescript-eslint.io/rules/require-await
async function* pieces(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function all(source: AsyncIterable<Uint8Array>, limit?: number): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of readLines(source, 'events', limit === undefined ? {} : { limit }))
    values.push(value);
  return values;
}

describe('lines of JSON', () => {
  test.each([
    ['one a chunk', ['{"a":1}\n', '{"a":2}\n'], [{ a: 1 }, { a: 2 }]],
    ['many a chunk, as Docker ends them', ['{"a":1}\r\n{"a":2}\r\n'], [{ a: 1 }, { a: 2 }]],
    ['without an end', ['{"a":1}\n{"a":2}'], [{ a: 1 }, { a: 2 }]],
    ['empty ones between', ['\n\r\n{"a":1}\n\n'], [{ a: 1 }]],
    ['none', [], []],
    ['without any line break between chunks', ['{"a"', ':', '1}', '\n'], [{ a: 1 }]],
  ])('%s', async (_name, chunks, values) => {
    expect(await all(pieces(...chunks))).toEqual(values);
  });

  test('the digits of timeNano are kept, also where a number would lose them', async () => {
    const line = '{"timeNano":1795475160500722619,"time":1795475160,"Attributes":{"timeNano":"5"}}';
    expect(await all(pieces(line))).toEqual([
      { timeNano: '1795475160500722619', time: 1795475160, Attributes: { timeNano: '5' } },
    ]);
  });

  test('cut anywhere, also inside a character, they are the same', async () => {
    const cuts = fc.array(fc.nat(200), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 }),
        cuts,
        async (notes, at) => {
          const values = notes.map((note) => ({ note }));
          const bytes = Buffer.from(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
          const edges = [0, ...at.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
          const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
          expect(await all(pieces(...chunks))).toEqual(values);
        },
      ),
    );
  });
});

describe('a bad line', () => {
  test.each(['not json', '{"a":', '{"a":1} {"b":2}'])(
    '%s → engine.bad-answer after what came before',
    async (line) => {
      const values: unknown[] = [];
      const reading = (async () => {
        for await (const value of readLines(pieces(`{"a":1}\n${line}\n{"a":3}\n`), 'events'))
          values.push(value);
      })();
      await expect(reading).rejects.toMatchObject({ code: 'engine.bad-answer', subject: 'events' });
      expect(values).toEqual([{ a: 1 }]);
    },
  );

  test('is shown cut short', async () => {
    const error: unknown = await all(pieces('x'.repeat(10_000))).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'engine.bad-answer' });
    expect(String(error).length).toBeLessThan(250);
  });

  test('that never ends → engine.bad-answer before memory does', async () => {
    await expect(all(pieces('"', 'x'.repeat(60), 'x'.repeat(60)), 100)).rejects.toMatchObject({
      code: 'engine.bad-answer',
    });
  });

  test.each([
    ['{"error":"no such image: x"}', 'engine.not-found', 'no such image: x'],
    ['{"errorDetail":{"code":7,"message":"boom"},"error":"boom"}', 'transfer.failed', 'boom'],
    ['{"errorDetail":{"message":"unauthorized"}}', 'registry.unauthorized', 'unauthorized'],
    ['{"errorDetail":{}}', 'transfer.failed', '{}'],
  ])('%s is an error', async (line, code, detail) => {
    await expect(all(pieces(line))).rejects.toMatchObject({ code, detail });
  });

  test('means what the caller says where its words would mislead', async () => {
    const reading = readLines(pieces('{"error":"no such image: x"}'), 'archive', {
      toError: toTransferError,
    });
    await expect(reading.next()).rejects.toMatchObject({ code: 'transfer.failed', subject: 'archive' });
  });
});
