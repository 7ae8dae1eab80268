import type { JournalItemView, JournalRunView } from '../../../contract/views/journal-view.ts';
import { formatBytes } from '../../../domain/bytes.ts';
import { shortenId } from '../../../domain/image/hashes.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { findRun, readRuns } from '../find-run.ts';
import { printTable } from '../print-table.ts';
import { toRunJson } from '../run-json.ts';
import type { Terminal } from '../terminal.ts';

const shownRuns = 30;

/** `ballast history`: what past runs did. */
export const historyCommand: Command = {
  name: 'history',
  summary: 'List past clean-ups, or the items of one, and what of them can be had back',
  usage: '[RUN] [--all]',
  positionals: ['[RUN]'],
  options: { all: { type: 'boolean', help: `more than the latest ${shownRuns} runs` } },
  async run({ terminal, session, positionals, flag }) {
    const runs = await readRuns(await session.client(), session.options.signal);
    const [typed] = positionals;
    const shown =
      typed === undefined ? (flag('all') ? runs : runs.slice(0, shownRuns)) : [findRun(runs, typed)];
    if (flag('json')) terminal.json({ runs: shown.map(toRunJson) });
    else printRuns(terminal, shown, { isOne: typed !== undefined, hidden: runs.length - shown.length });
    return exitCodes.done;
  },
};

function printRuns(
  terminal: Terminal,
  runs: readonly JournalRunView[],
  { isOne, hidden }: { readonly isOne: boolean; readonly hidden: number },
): void {
  if (runs.length === 0) {
    terminal.line('Nothing was cleaned up yet.');
    return;
  }
  printTable(
    terminal,
    ['RUN', 'BEGAN', 'WHAT', 'BY', 'POLICY', 'STATE', '>ITEMS', '>FREED', 'CAN BE HAD BACK'],
    runs.map((run) => [
      run.runId.slice(0, 8),
      formatMinute(run.startedAtMs),
      run.kind,
      run.trigger,
      run.policyName,
      run.state,
      String(run.items.length),
      formatBytes(run.measuredBytes),
      run.undoable === 0 ? '' : `${run.undoable} images`,
    ]),
  );
  if (isOne) for (const run of runs) printItems(terminal, run);
  else if (hidden > 0) terminal.line(`… and ${hidden} older runs; --all lists them.`);
}

function printItems(terminal: Terminal, run: JournalRunView): void {
  terminal.line();
  printTable(
    terminal,
    ['OUTCOME', 'EFFECT', 'IMAGE ID', '>FREED', 'REASON', 'REFERENCE', 'WHY'],
    run.items.map((item) => [
      item.outcome,
      item.effect,
      shortenId(item.imageId),
      formatBytes(item.measuredBytes),
      item.reasons.join(', '),
      nameOf(item),
      item.errorDetail,
    ]),
  );
  terminal.line();
  terminal.line(`Run ${run.runId} on ${run.endpoint || run.engine}`);
  if (run.resumable > 0)
    terminal.line(`Broken off: "ballast resume ${run.runId}" goes on with ${run.resumable} items.`);
  if (run.undoable > 0) terminal.line(`"ballast undo ${run.runId}" brings ${run.undoable} images back.`);
}

function nameOf({ reference, references }: JournalItemView): string {
  return reference ?? references.join(', ');
}

/** `2026-11-23 22:42` in UTC, as everything here. */
function formatMinute(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 16).replace('T', ' ');
}
