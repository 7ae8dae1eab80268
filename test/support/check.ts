import { checkSteps } from './check-steps.ts';
import { endStepsOnSignals, finish, runSteps } from './run-steps.ts';

// npm run check: types, lint, format, unused code, boundaries, unit and contract tests; under a minute on two cores.
endStepsOnSignals();
finish(await runSteps(checkSteps(), 2));
