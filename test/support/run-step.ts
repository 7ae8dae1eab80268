import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { scratchFolder } from './scratch-folder.ts';
import { readTestCounts, type TestCounts, type TestReport } from './test-counts.ts';

/** Root of the checkout. */
export const projectRoot = join(import.meta.dirname, '../..');

/** Where reports of a run go; ignored by git. */
export const reportFolder = join(projectRoot, 'test-results');

/** One thing to check: a program and what it takes. */
export interface Step {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** The step's tests are counted one by one from here; without it the step counts as one. */
  readonly report?: TestReport;
  readonly limitMinutes: number;
  /** Lines of its output to show although it passed. */
  readonly show?: RegExp;
}

/** What came of a step. */
export interface StepResult {
  readonly name: string;
  readonly isGood: boolean;
  readonly seconds: number;
  readonly counts: TestCounts;
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Runs a step to its end, or ends it and all it started when it takes too long. */
export async function runStep(step: Step): Promise<StepResult> {
  mkdirSync(reportFolder, { recursive: true });
  if (step.report !== undefined) rmSync(step.report.path, { force: true });
  const startedAt = performance.now();
  const { code, output } = await runProgram(step);
  const counted = step.report === undefined ? null : readTestCounts(step.report);
  const isGood = code === 0 && (step.report === undefined || (counted !== null && counted.failed === 0));
  return {
    name: step.name,
    isGood,
    seconds: (performance.now() - startedAt) / 1000,
    counts: countsOf(isGood, counted),
    output: isGood ? shownLines(output, step.show) : output,
  };
}

/** A step that is not a test run counts as one; a test run that broke without a failed test is one failure more. */
function countsOf(isGood: boolean, counted: TestCounts | null): TestCounts {
  if (counted === null) return { passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: [] };
  return !isGood && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}

function shownLines(output: string, show: RegExp | undefined): string {
  if (show === undefined) return '';
  return output
    .split('\n')
    .filter((line) => show.test(line))
    .join('\n');
}

function runProgram(step: Step): Promise<{ code: number; output: string }> {
  const [program = '', ...rest] = [...endsWithUs(), ...step.command];
  const child = spawn(program, rest, {
    cwd: projectRoot,
    env: { ...environmentOfSteps(), ...step.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that everything it starts can be ended with it.
    detached: true,
  });
  running.add(child);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const note = (text: string): number => chunks.push(Buffer.from(text));
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const timer = setTimeout(() => {
      note(`\nended after ${step.limitMinutes} minutes\n`);
      endGroup(child, 'SIGTERM');
      setTimeout(() => endGroup(child, 'SIGKILL'), 10_000).unref();
    }, step.limitMinutes * 60_000);
    child.on('error', (error) => note(`${error.message}\n`));
    child.on('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** Has the kernel end a step when this process is killed and can no longer do it, where that is possible. */
function endsWithUs(): readonly string[] {
  const setpriv = '/usr/bin/setpriv';
  return process.platform === 'linux' && existsSync(setpriv) ? [setpriv, '--pdeathsig', 'TERM'] : [];
}

/** The project's own programs first; nothing of the caller's engine, colours or reporters. */
function environmentOfSteps(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = { ...process.env, CI: '1', NO_COLOR: '1', TMPDIR: scratchFolder() };
  for (const name of Object.keys(environment)) {
    if (/^(?:DOCKER_|BALLAST_(?!TEST_)|FORCE_COLOR$|NODE_OPTIONS$)/.test(name)) delete environment[name];
  }
  const programs = join(projectRoot, 'node_modules/.bin');
  return { ...environment, PATH: [programs, process.env['PATH'] ?? ''].join(delimiter) };
}

/** Ends every step that still runs, with all it started. */
export function endRunningSteps(signal: 'SIGTERM' | 'SIGKILL'): void {
  for (const child of running) endGroup(child, signal);
}

function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
}
