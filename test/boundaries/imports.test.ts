import { expect, it } from 'vitest';

import { findForbiddenImports, type SourceFile } from './check-imports.ts';
import { importRules } from './import-rules.ts';
import { readSources } from './source-tree.ts';

it('holds every arrow of the design', () => {
  const files = readSources(['src-main', 'src-renderer'], /\.(?:ts|js|svelte)$/);
  expect(files.length).toBeGreaterThan(100);
  expect(findForbiddenImports(files, importRules)).toEqual([]);
});

const bad: readonly (readonly [string, string, string])[] = [
  ['src-main/domain/bytes.ts', `import { readFileSync } from 'node:fs';`, 'not a package'],
  ['src-main/domain/bytes.ts', `import type { Engine } from '../ports/engine/engine.ts';`, 'wrong way'],
  ['src-main/domain/bytes.ts', `export * from '#main/core/dispatch.ts';`, 'wrong way'],
  ['src-main/ports/store.ts', `import { contract } from '../contract/contract.ts';`, 'wrong way'],
  [
    'src-main/core/core.ts',
    `import { openStore } from '#main/adapters/sqlite-store/open-store.ts';`,
    'wrong way',
  ],
  ['src-main/core/core.ts', `import Docker from 'dockerode';`, 'not a package'],
  ['src-main/adapters/wrap-engine/with-log.ts', `import Docker from 'dockerode';`, 'not a package'],
  [
    'src-main/adapters/wrap-engine/with-log.ts',
    `import { x } from '../memory-engine/world.ts';`,
    'wrong way',
  ],
  ['src-main/adapters/docker-engine/call.ts', `const x = await import('../../core/core.ts');`, 'wrong way'],
  ['src-main/shells/cli/main.ts', `import { createCore } from '../../core/core.ts';`, 'wrong way'],
  [
    'src-main/shells/cli/main.ts',
    `import { openStore } from '../../adapters/sqlite-store/open-store.ts';`,
    'wrong way',
  ],
  ['src-main/compose.ts', `import { run } from './shells/cli/run-cli.ts';`, 'wrong way'],
  [
    'src-renderer/ui/card.svelte',
    `<script lang="ts">import { x } from '#main/domain/bytes.ts';</script>`,
    'wrong way',
  ],
  ['src-renderer/api/client.ts', `import { contract } from '#main/contract/contract.ts';`, 'import type'],
  [
    'src-renderer/state/app-state.svelte.ts',
    `import type { A } from '#main/contract/a.ts';\nimport { contract } from '#main/contract/contract.ts';`,
    'import type',
  ],
  [
    'src-renderer/state/app-state.svelte.ts',
    `import Card from '../features/images/card.svelte';`,
    'wrong way',
  ],
  [
    'src-main/domain/bytes.ts',
    `import { sample } from '#test/support/sample.ts';`,
    'a source imports a test',
  ],
  ['src-main/somewhere/new.ts', `export const x = 1;`, 'no rule'],
];

it.each(bad)('says what is wrong in %s: %s', (path, text, why) => {
  const found = findForbiddenImports([{ path, text }], importRules);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(path);
  expect(found[0]).toContain(why);
});

const good: readonly SourceFile[] = [
  { path: 'src-main/domain/ledger/a.ts', text: `import { b } from '../layer/b.ts';` },
  { path: 'src-main/core/core.ts', text: `import type { Engine } from '../ports/engine/engine.ts';` },
  { path: 'src-main/adapters/docker-engine/a.ts', text: `import Docker from 'dockerode';` },
  { path: 'src-renderer/state/a.svelte.ts', text: `import type { A } from '#main/contract/views/a.ts';` },
  { path: 'src-renderer/ui/card.svelte', text: `<script>import { onMount } from 'svelte';</script>` },
  {
    path: 'src-main/core/a.test.ts',
    text: `import { m } from '../adapters/memory-engine/memory-engine.ts';`,
  },
];

it.each(good)('has nothing against $path: $text', (file) => {
  expect(findForbiddenImports([file], importRules)).toEqual([]);
});
