import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

import type { Reporter, TestModule } from 'vitest/node';

import type { TestCounts } from './test-counts.ts';

/**
 * Writes how many tests passed and failed, and why others were skipped, to the file named in `TEST_COUNTS`.
 * Vitest's own JSON reporter leaves the reasons out. Errors outside any test count as failures.
 */
class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const path = process.env['TEST_COUNTS'];
    if (path === undefined) return;
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const isSuiteBroken = (module: TestModule): boolean =>
      module.errors().length > 0 ||
      [...module.children.allSuites()].some((suite) => suite.errors().length > 0);
    const skipped = tests.flatMap((test) => {
      const result = test.result();
      if (result.state !== 'skipped') return [];
      return [{ name: test.fullName, reason: result.note ?? 'no reason given' }];
    });
    const counts: TestCounts = {
      passed: tests.filter((test) => test.result().state === 'passed').length,
      failed:
        tests.filter((test) => ['failed', 'pending'].includes(test.result().state)).length +
        modules.filter(isSuiteBroken).length +
        errors.length,
      skipped,
    };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, JSON.stringify(counts));
  }
}

export { CountReporter as default };
