import { checkSteps } from './check-steps.ts';
import type { StepResult } from './run-step.ts';
import { endStepsOnSignals, finish, runSteps } from './run-steps.ts';
import {
  buildStep,
  buildTests,
  componentLintStep,
  endToEndStep,
  engineTreeStep,
  exactnessStep,
  packageStep,
} from './verify-steps.ts';

// npm run verify: everything there is, on real engines. Installs what is missing, stops what it started.
endStepsOnSignals();

const results: StepResult[] = await runSteps([packageStep], 1);
if (results.every((result) => result.isGood)) {
  results.push(...(await runSteps([engineTreeStep, ...checkSteps(), componentLintStep, buildStep], 2)));
  results.push(...(await runSteps(buildTests(), 2)));
  results.push(...(await runSteps([exactnessStep, endToEndStep()], 1)));
}
finish(results);
