/** A task to time. Its preparation is not counted. */
export interface Task<Input> {
  readonly prepare: () => Input;
  readonly run: (input: Input) => unknown;
}

/** Two clocks: time that passed, and time this thread was really running, which a busy machine does not stretch. */
export interface Timing {
  readonly wallMs: number;
  readonly cpuMs: number;
}

/** A row of the table. */
export interface Row {
  readonly name: string;
  readonly measured: Timing;
  /** Another measurement of the same run, and what it is. */
  readonly reference: { readonly name: string; readonly timing: Timing };
  /** Milliseconds that shall not be exceeded on a machine that does nothing else; null when there is no such promise. */
  readonly aimMs: number | null;
}

/**
 * Medians of several runs; the first ones, in which the code is still being compiled, are not counted. A task that takes
 * no time to speak of says how often it is to be repeated within one run.
 */
export function medianTiming<Input>(task: Task<Input>, repeat = 1): Timing {
  const [warmUps, runs] = [3, 9];
  const timings: Timing[] = [];
  for (let run = -warmUps; run < runs; run += 1) {
    const input = task.prepare();
    const timing = timeOnce(() => {
      for (let time = 0; time < repeat; time += 1) task.run(input);
    });
    if (run >= 0) timings.push(timing);
  }
  return {
    wallMs: median(timings.map(({ wallMs }) => wallMs)) / repeat,
    cpuMs: median(timings.map(({ cpuMs }) => cpuMs)) / repeat,
  };
}

function timeOnce(run: () => unknown): Timing {
  const cpu = process.threadCpuUsage();
  const start = performance.now();
  run();
  const wallMs = performance.now() - start;
  const { user, system } = process.threadCpuUsage(cpu);
  return { wallMs, cpuMs: (user + system) / 1000 };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** The table as plain text. The ratio and the aim go by the thread's own time. */
export function formatTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, measured, reference, aimMs }) => [
    name,
    `${measured.cpuMs.toFixed(2)} ms`,
    `${measured.wallMs.toFixed(2)} ms`,
    `${reference.timing.cpuMs.toFixed(2)} ms (${reference.name})`,
    (measured.cpuMs / reference.timing.cpuMs).toFixed(2),
    aimMs === null ? '–' : `≤ ${aimMs} ms${measured.cpuMs <= aimMs ? '' : '  MISSED'}`,
  ]);
  const all = [['row', 'measured', 'with waiting', 'reference in the same run', 'ratio', 'aim'], ...cells];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return lines.join('\n');
}
