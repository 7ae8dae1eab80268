import { join } from 'node:path';

import { reportFolder, type Step } from './run-step.ts';

const limitMinutes = 5;

/** A vitest run whose tests are counted. */
export function vitestStep(name: string, arguments_: readonly string[], minutes = limitMinutes): Step {
  const path = join(reportFolder, `${name.replaceAll(/\W+/g, '-')}.json`);
  return {
    name,
    command: [
      'vitest',
      'run',
      ...arguments_,
      '--reporter=default',
      '--reporter=./test/support/count-reporter.ts',
    ],
    environment: { TEST_COUNTS: path },
    report: { format: 'vitest', path },
    limitMinutes: minutes,
  };
}

/** Everything that needs no engine, no browser and no network; the longest first, so that two lanes end together. */
export function checkSteps(): readonly Step[] {
  return [
    {
      name: 'lint',
      // Files that did not change are not read again, so that the second run is quick. A type that changed elsewhere can
      // make one of them wrong all the same: a fresh checkout, and so CI, has no cache and finds it.
      command: [
        ...['eslint', '.', '--max-warnings', '0'],
        ...['--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/eslint/'],
      ],
      limitMinutes,
    },
    vitestStep('unit, boundaries, contract on memory', ['--project', 'unit']),
    {
      name: 'types in .svelte',
      command: [
        'svelte-check',
        '--tsconfig',
        './tsconfig.json',
        '--tsgo',
        '--fail-on-warnings',
        '--output',
        'human',
      ],
      limitMinutes,
    },
    {
      name: 'format',
      command: ['prettier', '--check', '--cache', '--cache-strategy', 'content', '--log-level', 'warn', '.'],
      limitMinutes,
    },
    { name: 'unused code', command: ['knip', '--no-progress'], limitMinutes },
    { name: 'types', command: ['tsc', '-p', '.'], limitMinutes },
  ];
}
