import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { runStep, type Step } from '#test/support/run-step.ts';
import { closingLine } from '#test/support/run-steps.ts';
import { readTestCounts } from '#test/support/test-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'ballast-counts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reportOf(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const playwrightReport = {
  suites: [
    {
      specs: [{ title: 'opens', tests: [{ status: 'expected', annotations: [] }] }],
      suites: [
        {
          specs: [
            { title: 'breaks', tests: [{ status: 'unexpected', annotations: [] }] },
            { title: 'wavers', tests: [{ status: 'flaky', annotations: [] }] },
            {
              title: 'in Electron',
              tests: [{ status: 'skipped', annotations: [{ type: 'skip', description: 'no binary' }] }],
            },
          ],
        },
      ],
    },
  ],
};

describe('counts of a test run', () => {
  it('come from the nested suites of a Playwright report', () => {
    const path = reportOf('playwright.json', playwrightReport);
    expect(readTestCounts({ format: 'playwright', path })).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 'in Electron', reason: 'no binary' }],
    });
  });

  it('are missing when the run left no report', () => {
    expect(readTestCounts({ format: 'vitest', path: join(folder, 'none.json') })).toBeNull();
  });
});

describe('the closing line', () => {
  it('is plain', () => {
    expect(closingLine({ passed: 12, failed: 0, skipped: [] })).toBe('12 passed, 0 failed');
  });

  it('tells skipped tests', () => {
    expect(closingLine({ passed: 1, failed: 2, skipped: [{ name: 'a', reason: 'b' }] })).toBe(
      '1 passed, 2 failed, 1 skipped',
    );
  });
});

describe('a step', () => {
  const step = (script: string, more: Partial<Step> = {}): Step => ({
    name: 'step',
    command: [process.execPath, '-e', script],
    limitMinutes: 1,
    ...more,
  });

  it('counts as one when it has no report', async () => {
    expect((await runStep(step('0'))).counts).toMatchObject({ passed: 1, failed: 0 });
    expect((await runStep(step('process.exit(3)'))).counts).toMatchObject({ passed: 0, failed: 1 });
  });

  it('fails when it ends badly although no test failed', async () => {
    const path = reportOf('vitest.json', {});
    const writes = `require('fs').writeFileSync(${JSON.stringify(path)}, '{"passed":5,"failed":0,"skipped":[]}');`;
    const report = { format: 'vitest', path } as const;
    expect(await runStep(step(writes, { report }))).toMatchObject({
      isGood: true,
      counts: { passed: 5, failed: 0 },
    });
    const crashed = await runStep(step(`${writes} process.exit(1)`, { report }));
    expect(crashed).toMatchObject({ isGood: false, counts: { passed: 5, failed: 1 } });
  });

  it('fails when it should have left a report and did not', async () => {
    const report = { format: 'vitest', path: join(folder, 'never.json') } as const;
    expect(await runStep(step('0', { report }))).toMatchObject({
      isGood: false,
      counts: { passed: 0, failed: 1 },
    });
  });

  it('is ended with all it started when it takes too long', async () => {
    const child = `require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' });`;
    const result = await runStep(step(`${child} setInterval(() => 0, 1000)`, { limitMinutes: 1 / 60 }));
    expect(result.isGood).toBe(false);
    expect(result.output).toContain('ended after');
  });

  it('shows what it said only when it failed, but for the lines it asks to show', async () => {
    const says = `console.log('total 5'); console.log('noise');`;
    expect((await runStep(step(says))).output).toBe('');
    expect((await runStep(step(says, { show: /^total/ }))).output).toBe('total 5');
    expect((await runStep(step(`${says} process.exit(1)`))).output).toContain('noise');
  });
});
