import { existsSync, readFileSync } from 'node:fs';

/** A test that did not run, and why. */
export interface SkippedTest {
  readonly name: string;
  readonly reason: string;
}

/** What a test runner reports. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
}

/** A test runner's machine-readable report: our own (`count-reporter.ts`) or Playwright's JSON. */
export interface TestReport {
  readonly format: 'vitest' | 'playwright';
  readonly path: string;
}

/** Reads a report; null when the runner left none. */
export function readTestCounts({ format, path }: TestReport): TestCounts | null {
  if (!existsSync(path)) return null;
  const report: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return format === 'vitest' ? (report as TestCounts) : fromPlaywright(report as PlaywrightSuite);
}

/** The parts we need of Playwright's JSON report. Source: playwright, `JSONReport` in types/testReporter.d.ts. */
interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly { readonly title: string; readonly tests: readonly PlaywrightTest[] }[];
}

interface PlaywrightTest {
  readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
  readonly annotations: readonly { readonly type: string; readonly description?: string }[];
}

function fromPlaywright(suite: PlaywrightSuite): TestCounts {
  const inner = (suite.suites ?? []).map(fromPlaywright);
  const tests = (suite.specs ?? []).flatMap((spec) =>
    spec.tests.map((test) => ({ name: spec.title, ...test })),
  );
  const own: TestCounts = {
    passed: tests.filter(({ status }) => status === 'expected').length,
    // A flaky test failed at least once: there are no retries here that could make it pass.
    failed: tests.filter(({ status }) => status === 'unexpected' || status === 'flaky').length,
    skipped: tests
      .filter(({ status }) => status === 'skipped')
      .map(({ name, annotations }) => ({
        name,
        reason: annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given',
      })),
  };
  return addCounts([own, ...inner]);
}

/** The sum of several counts. */
export function addCounts(counts: readonly TestCounts[]): TestCounts {
  return {
    passed: counts.reduce((sum, { passed }) => sum + passed, 0),
    failed: counts.reduce((sum, { failed }) => sum + failed, 0),
    skipped: counts.flatMap(({ skipped }) => skipped),
  };
}
