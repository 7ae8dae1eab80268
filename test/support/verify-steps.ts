import { join } from 'node:path';

import { engineKinds } from '../live/engines/engine-kind.ts';
import { vitestStep } from './check-steps.ts';
import { reportFolder, type Step } from './run-step.ts';

/** What must be on the machine before anything else can run. */
export const packageStep: Step = {
  name: 'packages this machine needs',
  command: ['node', 'test/support/install-packages.ts'],
  limitMinutes: 15,
  show: /^installing /,
};

/** The newer engine; made once, then kept. */
export const engineTreeStep: Step = {
  name: 'tree with a newer engine',
  command: ['node', 'test/live/engines/prepare.ts'],
  limitMinutes: 10,
};

/** The program as it ships. */
export const buildStep: Step = {
  name: 'production build',
  command: ['electron-vite', 'build'],
  limitMinutes: 3,
};

/** Promises nobody waits for, in components: `check` leaves types there to svelte-check because this is slow. */
export const componentLintStep: Step = {
  name: 'promises in .svelte',
  command: ['eslint', 'src-renderer/**/*.svelte', '--max-warnings', '0'],
  environment: { LINT_COMPONENT_PROMISES: '1' },
  limitMinutes: 5,
};

/** What can run side by side once it is built: engines mostly wait for their disk, browsers for their processor. */
export function buildTests(): readonly Step[] {
  return [
    ...engineKinds.toReversed().map(liveStep),
    {
      ...vitestStep('races, lost engines and killed processes', ['--project', 'races'], 10),
      show: /^seed /,
    },
    vitestStep('components in Chromium', ['--project', 'component']),
    vitestStep('packaging', ['--config', 'test/package/vitest.config.ts'], 10),
    {
      name: 'size of the window',
      command: ['node', 'test/support/bundle-size.ts'],
      limitMinutes: 1,
      show: /^total /,
    },
    { name: 'benchmarks run', command: ['node', 'test/bench/run.ts'], limitMinutes: 5, show: /MISSED/ },
  ];
}

/** What the live engines promised and freed, in one table; needs the runs of all of them. */
export const exactnessStep: Step = {
  name: 'table of exactness',
  command: ['node', 'test/live/exactness/write-table.ts', 'out/exactness/exactness.md'],
  limitMinutes: 1,
  show: /^(?:engine|plans|at least) /,
};

function liveStep(kind: string): Step {
  const step = vitestStep(`live engine ${kind}`, ['--config', 'test/live/vitest.config.ts'], 25);
  return {
    ...step,
    environment: { ...step.environment, ENGINE_UNDER_TEST: kind },
    show: /^(?:engine|seed) /,
  };
}

/** The whole program as a person uses it, in a browser, on a real engine; alone, because it watches real time pass. */
export function endToEndStep(): Step {
  const path = join(reportFolder, 'end-to-end.json');
  return {
    name: 'end to end',
    command: ['playwright', 'test'],
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: path },
    report: { format: 'playwright', path },
    limitMinutes: 15,
  };
}
