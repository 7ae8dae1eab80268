import { posix } from 'node:path';

import ts from 'typescript';

import type { ImportRule } from './import-rules.ts';

/** One source file: its path from the root of the checkout, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly specifier: string;
  readonly isType: boolean;
}

const aliases: readonly (readonly [RegExp, string])[] = [
  [/^#main\//, 'src-main/'],
  [/^#renderer\//, 'src-renderer/'],
  [/^#test\//, 'test/'],
];

/** Every import that goes a way it may not, as `path → what: why`. */
export function findForbiddenImports(files: readonly SourceFile[], rules: readonly ImportRule[]): string[] {
  return files
    .filter((file) => !isTestFile(file.path))
    .flatMap((file) => {
      const rule = rules.find(({ area }) => area.test(file.path));
      if (rule === undefined) return [`${file.path}: no rule says what this area may import`];
      return importsOf(file)
        .map((found) => whyForbidden(file.path, found, rule))
        .filter((why) => why !== null);
    });
}

function whyForbidden(path: string, { specifier, isType }: Import, rule: ImportRule): string | null {
  const target = resolveImport(path, specifier);
  const arrow = `${path} → ${target ?? specifier}`;
  if (target === null) {
    return rule.packages.some((allowed) => allowed.test(specifier))
      ? null
      : `${arrow}: not a package for this area`;
  }
  if (isTestFile(target)) return `${arrow}: a source imports a test`;
  if (rule.area.test(target) || rule.may.some((allowed) => allowed.test(target))) return null;
  const typesMay = rule.mayTypes?.some((allowed) => allowed.test(target)) ?? false;
  if (typesMay && isType) return null;
  return typesMay ? `${arrow}: only as "import type"` : `${arrow}: this arrow goes the wrong way`;
}

/** Path from the root of the checkout; null for packages and `node:` modules. */
function resolveImport(from: string, specifier: string): string | null {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), specifier));
  const alias = aliases.find(([start]) => start.test(specifier));
  return alias === undefined ? null : specifier.replace(alias[0], alias[1]);
}

function importsOf({ path, text }: SourceFile): Import[] {
  const scripts = path.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1] ?? '')
    : [text];
  return scripts.flatMap((script) =>
    ts.preProcessFile(script, true, true).importedFiles.map(({ fileName, pos }) => ({
      specifier: fileName.split('?')[0] ?? fileName,
      isType: isTypeOnly(script, pos),
    })),
  );
}

/** Whether the statement that ends in this specifier is `import type` or `export type`. */
function isTypeOnly(script: string, specifierAt: number): boolean {
  const statement = /\b(?:import|export)\b(?![\s\S]*\b(?:import|export)\b)[\s\S]*$/.exec(
    script.slice(0, specifierAt),
  );
  return statement !== null && /^(?:import|export)\s+type\b/.test(statement[0]);
}

function isTestFile(path: string): boolean {
  return path.startsWith('test/') || /\.test\.ts$/.test(path);
}
