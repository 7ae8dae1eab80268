import { describe, expect, it } from 'vitest';

import { catalogueEn } from './catalogue-en.ts';
import { catalogueJa } from './catalogue-ja.ts';
import { laterEn } from './later-en.ts';
import { laterJa } from './later-ja.ts';

/** Every entry with its path; functions are called with plain samples. */
function entries(node: unknown, path: string): [string, unknown][] {
  if (typeof node !== 'object' || node === null) return [[path, node]];
  return Object.entries(node).flatMap(([key, inside]) => entries(inside, `${path}.${key}`));
}

const english = entries({ ...catalogueEn, ...laterEn }, 't');
const japanese = new Map(entries({ ...catalogueJa, ...laterJa }, 't'));

describe('the two catalogues', () => {
  it('say the same things', () => {
    expect([...japanese.keys()].toSorted()).toEqual(english.map(([path]) => path).toSorted());
  });

  it.each(english.filter(([, value]) => typeof value === 'string'))('%s says something', (path, value) => {
    expect(value).toMatch(/\S/);
    expect(japanese.get(path)).toMatch(/\S/);
  });

  it.each(english.filter(([, value]) => typeof value === 'function'))(
    '%s takes the same words',
    (path, value) => {
      expect((japanese.get(path) as () => string).length).toBe((value as () => string).length);
    },
  );

  it('never say "delete": we remove', () => {
    for (const [path, value] of english) expect(`${path} ${String(value)}`).not.toMatch(/\bdelet/i);
  });

  it('keep their voice down', () => {
    for (const [path, value] of english) {
      if (typeof value === 'string') expect(`${path} ${value}`).not.toMatch(/!/);
    }
  });
});
