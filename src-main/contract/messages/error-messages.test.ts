import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { appErrorCodes, retryOf } from '../../domain/app-error.ts';
import { errorMessages } from './error-messages.ts';

const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('docs/errors.md', () => {
  it('has one row per code, in the order of the union', () => {
    expect(rows.map((cells) => cells[1])).toEqual(appErrorCodes.map((code) => `\`${code}\``));
  });

  it.each(appErrorCodes)('says of %s what the catalogue says', (code) => {
    const cells = rows.find((row) => row[1] === `\`${code}\``);
    const { sentence, nextStep } = errorMessages('en')[code];
    expect(cells?.slice(2, 5)).toEqual([sentence, nextStep, retryOf(code)]);
  });
});

describe.each(['en', 'ja'] as const)('error messages in %s', (language) => {
  const messages = errorMessages(language);

  it('has exactly the codes of the union', () => {
    expect(Object.keys(messages).toSorted()).toEqual([...appErrorCodes].toSorted());
  });

  it.each(appErrorCodes)('says something of %s, and what to do next', (code) => {
    expect(messages[code].sentence).toMatch(/\S[.。]$/);
    expect(messages[code].nextStep).toMatch(/\S[.。]$/);
  });

  it('says something different for each code', () => {
    const sentences = appErrorCodes.map((code) => messages[code].sentence);
    expect(new Set(sentences).size).toBe(sentences.length);
  });
});

it('speaks Japanese in Japanese', () => {
  for (const code of appErrorCodes) expect(errorMessages('ja')[code].sentence).toMatch(/[ぁ-んァ-ヶ一-龠]/);
});
