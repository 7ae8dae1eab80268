import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { projectRoot } from './source-tree.ts';

it('keeps the root scripts to the eight a newcomer can remember', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const known = ['start', 'dev', 'check', 'verify', 'bench', 'build', 'package', 'ballast'];
  expect(Object.keys(scripts).toSorted()).toEqual(known.toSorted());
});
