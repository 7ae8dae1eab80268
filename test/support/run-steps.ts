import { endRunningSteps, runStep, type Step, type StepResult } from './run-step.ts';
import { addCounts, type TestCounts } from './test-counts.ts';

/** Runs steps side by side in so many lanes, in order of the list, and says of each what came of it. */
export async function runSteps(steps: readonly Step[], lanes: number): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const work = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const result = await runStep(step);
      printResult(result);
      results.push(result);
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return results;
}

/** Ends what runs when this process is asked to end, so that nothing is left behind. */
export function endStepsOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      endRunningSteps('SIGTERM');
      setTimeout(() => {
        endRunningSteps('SIGKILL');
        process.exit(1);
      }, 10_000).unref();
      process.exitCode = 1;
    });
  }
  process.on('exit', () => endRunningSteps('SIGKILL'));
}

/** Prints the closing line, and sets the exit code that goes with it. */
export function finish(results: readonly StepResult[]): void {
  const counts = addCounts(results.map((result) => result.counts));
  for (const { name, reason } of counts.skipped) print(`skipped: ${name}: ${reason}`);
  const broken = results.filter((result) => !result.isGood).map((result) => result.name);
  if (broken.length > 0) print(`failed: ${broken.join(', ')}`);
  if (counts.failed > 0 || broken.length > 0) process.exitCode = 1;
  print(closingLine(counts));
}

/** `N passed, N failed`, and `, N skipped` when there are any. */
export function closingLine({ passed, failed, skipped }: TestCounts): string {
  const tail = skipped.length > 0 ? `, ${skipped.length} skipped` : '';
  return `${passed} passed, ${failed} failed${tail}`;
}

function printResult({ name, isGood, seconds, counts, output }: StepResult): void {
  print(`${isGood ? 'ok    ' : 'FAILED'} ${seconds.toFixed(1).padStart(6)} s  ${name}${inBrackets(counts)}`);
  if (output.trim() !== '') print(output.trimEnd().replaceAll(/^/gm, '       | '));
}

/** Worded unlike the closing line, so that nobody who looks for that one finds this. */
function inBrackets({ passed, failed, skipped }: TestCounts): string {
  const tests = passed + failed + skipped.length;
  if (tests <= 1) return '';
  const bad = failed > 0 ? `, ${failed} bad` : '';
  const not = skipped.length > 0 ? `, ${skipped.length} not run` : '';
  return ` (${tests} tests${bad}${not})`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
