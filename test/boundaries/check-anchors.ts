import type { SourceFile } from './check-imports.ts';

/**
 * Comments that rely on each other: `[tag:name]` at the place relied on, `[ref:name]` where it is relied on.
 * Answers every reference without a tag, and every tag that is there twice or that nobody refers to.
 */
export function findBrokenAnchors(files: readonly SourceFile[]): string[] {
  const tags = new Map<string, string[]>();
  const refs = new Map<string, string[]>();
  for (const { path, text } of files) {
    for (const [, kind, name = ''] of text.matchAll(/\[(tag|ref):([a-z0-9-]+)\]/g)) {
      const found = kind === 'tag' ? tags : refs;
      found.set(name, [...(found.get(name) ?? []), path]);
    }
  }
  return [
    ...[...refs]
      .filter(([name]) => !tags.has(name))
      .map(([name, at]) => `${at.join(', ')}: no [tag:${name}]`),
    ...[...tags]
      .filter(([name]) => !refs.has(name))
      .map(([name, at]) => `${at.join(', ')}: nobody refers to ${name}`),
    ...[...tags]
      .filter(([, at]) => at.length > 1)
      .map(([name, at]) => `${at.join(', ')}: ${name} is there twice`),
  ];
}
