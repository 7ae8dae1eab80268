import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { describeReference } from './describe-reference.ts';
import { formatCanonical, formatFamiliar } from './format-reference.ts';
import { parseReference } from './parse-reference.ts';
import { defaultTag, type Reference, referenceProblemCodes } from './reference.ts';

const label = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,5}[a-zA-Z0-9])?$/);
const port = fc.option(fc.integer({ min: 0, max: 65_535 }), { nil: null });
const host = fc.oneof(
  fc.tuple(label, label).map((labels) => labels.join('.')),
  fc.constantFrom('localhost', '[::1]', '[2001:db8::1]', '127.0.0.1', 'Registry'),
);
const registry = fc.oneof(
  fc.constant('docker.io'),
  fc.tuple(host, port).map(([name, number]) => (number === null ? name : `${name}:${number}`)),
);
const component = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,4}((\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/),
  fc.constantFrom('library', 'localhost', 'my.org', 'f'.repeat(64)),
);
const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,8}$/);
const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`);

/** References as `parseReference` gives them: on Docker Hub a repository has at least two components. */
const reference: fc.Arbitrary<Reference> = fc
  .record({
    registry,
    components: fc.array(component, { minLength: 1, maxLength: 3 }),
    tag: fc.option(tag, { nil: null }),
    digest: fc.option(digest, { nil: null }),
  })
  .map(({ components, ...rest }) => ({
    ...rest,
    repository:
      rest.registry === 'docker.io' && components.length === 1
        ? `library/${components[0]}`
        : components.join('/'),
  }));

const piece = fc.constantFrom(
  ...[
    'a',
    'Ab',
    '0',
    '.',
    '_',
    '__',
    '-',
    '/',
    '//',
    ':',
    '@',
    '[',
    ']',
    '::1',
    'docker.io',
    'localhost',
    ':5000',
  ],
  ...[
    'sha256:',
    'f'.repeat(64),
    'F',
    'library/',
    'é',
    '🐳',
    ' ',
    'https://',
    'latest',
    'a'.repeat(130),
    '\ud83d',
  ],
);
const anyText = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

// The specification's own expressions, assembled anew, as an oracle (distribution/reference `regexp.go`).
const label1 = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const domain = `(?:${label1}(?:\\.${label1})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const path1 = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const oracle = new RegExp(
  `^(?:(?<registry>${domain})/)?(?<path>${path1}(?:/${path1})*)(?::[\\w][\\w.-]{0,127})?` +
    '(?:@(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}))?$',
);

function isReferenceToTheOracle(text: string): boolean {
  if (/^[0-9a-f]{64}$/.test(text)) return false;
  const slash = text.indexOf('/');
  const head = slash < 0 ? '' : text.slice(0, slash);
  const hasRegistry = head === 'localhost' || /[.:A-Z]/.test(head);
  const found = oracle.exec(hasRegistry ? text : `docker.io/${text}`)?.groups;
  if (found?.['registry'] === undefined) return false;
  const isOfficial =
    /^((index|registry-1)\.)?docker\.io$/.test(found['registry']) && !found['path']?.includes('/');
  return (found['path'] ?? '').length + (isOfficial ? 'library/'.length : 0) <= 255;
}

describe('every text', () => {
  test('parses exactly when the specification says so', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, reference.map(formatFamiliar)), (text) => {
        expect(parseReference(text).ok).toBe(isReferenceToTheOracle(text));
      }),
      { numRuns: 3000 },
    );
  });

  test('parses, or has one problem whose range lies inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseReference(text);
        if (parsed.ok) return;
        const { code, at, length } = parsed.problem;
        expect(referenceProblemCodes).toContain(code);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at + length).toBeLessThanOrEqual(text.length);
        expect(length > 0 || text === '').toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('every reference', () => {
  test('comes back from its familiar form', () => {
    fc.assert(
      fc.property(reference, (value) => {
        expect(parseReference(formatFamiliar(value))).toEqual({ ok: true, value });
      }),
      { numRuns: 1000 },
    );
  });

  test('comes back from its canonical form, with the tag that was meant', () => {
    fc.assert(
      fc.property(reference, (value) => {
        const meant = value.digest === null ? { ...value, tag: value.tag ?? defaultTag } : value;
        expect(parseReference(formatCanonical(value))).toEqual({ ok: true, value: meant });
      }),
    );
  });

  test('has a canonical form that is a fixed point', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parsed = parseReference(text);
        if (!parsed.ok) return;
        const canonical = formatCanonical(parsed.value);
        const again = parseReference(canonical);
        expect(again.ok && formatCanonical(again.value)).toBe(canonical);
      }),
    );
  });

  test('is described by parts that are its own text, in order, without overlap', () => {
    fc.assert(
      fc.property(reference, fc.boolean(), (value, isShort) => {
        const text = isShort ? formatFamiliar(value) : formatCanonical(value);
        const described = describeReference(text);
        if (!described.ok) throw new Error(described.problem.code);
        let end = 0;
        for (const part of described.value) {
          expect(part.at).toBeGreaterThanOrEqual(end);
          end = part.at + part.length;
          expect(part.isImplied).toBe(part.length === 0);
          if (!part.isImplied) expect(part.value.endsWith(text.slice(part.at, end))).toBe(true);
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
