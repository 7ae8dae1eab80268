import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { isKnown } from '#main/domain/unknown.ts';

/** Groups of images a person can ask for with one press. */
export const imageFacets = ['all', 'in-use', 'unused', 'dangling', 'untagged'] as const;

/** A group of images a person can ask for. */
export type ImageFacet = (typeof imageFacets)[number];

/** What a filter asks of one image. */
type Test = (row: ImageRow, nowMs: number) => boolean;

/** A filter as it was understood. */
export interface ImageFilter {
  /** Whether an image passes; `text` holds everything of it that words can match, in lower case. */
  readonly passes: (row: ImageRow, text: string, nowMs: number) => boolean;
  /** Words that look like a facet and are none: left out, and named to the person. */
  readonly problems: readonly string[];
}

const unitBytes = { b: 1, kb: 1e3, k: 1e3, mb: 1e6, m: 1e6, gb: 1e9, g: 1e9, tb: 1e12, t: 1e12 } as const;
const dayMs = 86_400_000;
const unitMs = { h: dayMs / 24, d: dayMs, w: 7 * dayMs, m: 30 * dayMs, y: 365 * dayMs } as const;

/** Reads `nginx larger:100MB older:30d is:unused label:team=web base:debian`. Never fails: see `problems`. */
export function parseImageFilter(typed: string): ImageFilter {
  const words: string[] = [];
  const tests: Test[] = [];
  const problems: string[] = [];
  for (const word of typed.trim().split(/\s+/).filter(Boolean)) {
    const [, name = '', value = ''] = /^([a-z]+):(.+)$/.exec(word) ?? [];
    const make = makers[name];
    const test = make?.(value) ?? null;
    if (test !== null) tests.push(test);
    // `nginx:1.25` is a word like any other: only names of facets can be misspelt facets.
    else if (make === undefined) words.push(word.toLowerCase());
    else problems.push(word);
  }
  return {
    passes: (row, text, nowMs) =>
      words.every((word) => text.includes(word)) && tests.every((test) => test(row, nowMs)),
    problems,
  };
}

/** Whether an image belongs to a facet. */
export function isInFacet(row: ImageRow, facet: ImageFacet): boolean {
  switch (facet) {
    case 'all':
      return true;
    case 'in-use':
      return row.containers.length > 0;
    case 'unused':
      return row.containers.length === 0;
    case 'dangling':
      return row.dangling;
    case 'untagged':
      return row.tags.length === 0;
  }
}

/** Everything of an image that a typed word can match, in lower case. */
export function searchText(row: ImageRow): string {
  const labels = Object.entries(row.labels).map(([name, value]) => `${name}=${value}`);
  const containers = row.containers.map(({ name }) => name);
  return [row.id, ...row.tags, ...row.digests, ...row.formerReferences, ...containers, ...labels]
    .join('\n')
    .toLowerCase();
}

const makers: Readonly<Record<string, (value: string) => Test | null>> = {
  is: (value) => isTests[value] ?? null,
  larger: (value) => bytesTest(value, (bytes, limit) => bytes > limit),
  smaller: (value) => bytesTest(value, (bytes, limit) => bytes < limit),
  older: (value) => ageTest(value, (ageMs, limit) => ageMs > limit),
  newer: (value) => ageTest(value, (ageMs, limit) => ageMs < limit),
  label: labelTest,
  base: (value) => (row) => row.family.label.toLowerCase().includes(value.toLowerCase()),
};

const isTests: Readonly<Record<string, Test>> = {
  'in-use': (row) => isInFacet(row, 'in-use'),
  unused: (row) => isInFacet(row, 'unused'),
  dangling: (row) => isInFacet(row, 'dangling'),
  untagged: (row) => isInFacet(row, 'untagged'),
  local: (row) => row.recoverable === 'local-only',
};

/** An image of unknown size is neither larger nor smaller than anything. */
function bytesTest(value: string, compare: (bytes: number, limit: number) => boolean): Test | null {
  const [, digits, unit = 'b'] = /^(\d+(?:\.\d+)?)\s*([kmgt]?b|[kmgt])?$/i.exec(value) ?? [];
  if (digits === undefined) return null;
  const limit = Number(digits) * unitBytes[unit.toLowerCase() as keyof typeof unitBytes];
  return (row) => isKnown(row.bytes) && compare(row.bytes, limit);
}

function ageTest(value: string, compare: (ageMs: number, limit: number) => boolean): Test | null {
  const [, digits, unit] = /^(\d+)([hdwmy])$/i.exec(value) ?? [];
  if (digits === undefined || unit === undefined) return null;
  const limit = Number(digits) * unitMs[unit.toLowerCase() as keyof typeof unitMs];
  return (row, nowMs) => compare(nowMs - row.createdAtMs, limit);
}

function labelTest(value: string): Test {
  const equals = value.indexOf('=');
  if (equals < 0) return (row) => Object.hasOwn(row.labels, value);
  const name = value.slice(0, equals);
  const wanted = value.slice(equals + 1);
  return (row) => Object.hasOwn(row.labels, name) && row.labels[name] === wanted;
}
