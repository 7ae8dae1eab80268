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
    { name: 'lint', command: ['eslint', '.', '--max-warnings', '0'], limitMinutes },
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
