import type { CleanupPlan, PlanNote } from '../../domain/cleanup/cleanup-plan.ts';
import { formatBytes } from '../../domain/bytes.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { shortenId } from '../../domain/image/hashes.ts';
import { boundBytes } from '../../domain/ledger/byte-bound.ts';
import { boundText, formatDay, shortBound } from './image-text.ts';
import { printTable } from './print-table.ts';
import type { Terminal } from './terminal.ts';

/** A plan to read. Nothing of it was done. */
export function printPlan(
  terminal: Terminal,
  plan: CleanupPlan,
  labelOf: (id: ImageId) => string = shortenId,
): void {
  if (plan.remove.length === 0) terminal.line('Nothing to remove.');
  else printRemovals(terminal, plan);
  for (const line of keptThoughNamed(plan, labelOf)) terminal.line(line);
  terminal.line(`${plan.keep.length} kept${keepReasons(plan)}.`);
  terminal.line(terminal.paint('bold', `Frees ${boundText(plan.frees.total)}.`));
  const parked = plan.remove.filter(({ effect }) => effect === 'park').length;
  if (parked > 0) {
    terminal.line(
      `${parked} parked in the recycle bin: emptying it frees ${boundText(plan.freesWhenEmptied)} besides.`,
    );
  }
  if (plan.frees.doubts.length > 0) {
    terminal.line(terminal.paint('dim', `Not exact because of: ${plan.frees.doubts.join(', ')}.`));
  }
  for (const note of plan.notes) terminal.line(terminal.paint('dim', noteText(note)));
  terminal.line(terminal.paint('dim', 'Nothing was removed.'));
}

function printRemovals(terminal: Terminal, plan: CleanupPlan): void {
  printTable(
    terminal,
    ['EFFECT', 'IMAGE ID', '>FREES', 'REASON', 'CAN BE HAD AGAIN', 'REFERENCES'],
    plan.remove.map(({ id, effect, references, platforms, reasons, recovery, frees }) => [
      effect,
      shortenId(id),
      shortBound(frees),
      reasons.join(', '),
      recovery.kind,
      [...references, ...platforms].join(', '),
    ]),
  );
  terminal.line();
}

/** What was named by hand and stays all the same, each with its reasons: nobody should have to look for it. */
function keptThoughNamed({ policy, keep }: CleanupPlan, labelOf: (id: ImageId) => string): string[] {
  const named = new Set(policy.kind === 'picked' ? policy.picks.map(({ id }) => id) : []);
  return keep
    .filter(({ id }) => named.has(id))
    .map(({ id, reasons, containers }) => {
      const holders = containers.map(({ name }) => name).join(', ');
      return `Stays: ${labelOf(id)}: ${reasons.join(', ')}${holders === '' ? '' : ` (${holders})`}`;
    });
}

function keepReasons(plan: CleanupPlan): string {
  const counts = new Map<string, number>();
  for (const { reasons } of plan.keep) {
    for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const parts = [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([reason, count]) => `${reason}: ${count}`);
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

function noteText(note: PlanNote): string {
  switch (note.kind) {
    case 'rule-unsupported':
      return `The rule ${note.rule} found nothing: this engine cannot do it without force.`;
    case 'use-known-since':
      return note.sinceMs === null
        ? 'Use has not been recorded yet: what relies on it stays.'
        : `Use is recorded since ${formatDay(note.sinceMs)}.`;
    case 'not-checked':
      return `No registry could say whether it still has ${note.imageCount} images: they stay.`;
    case 'not-enough':
      return `Asked to free ${formatBytes(note.asked)}; everything that may go frees ${formatBytes(boundBytes(note.most))}.`;
  }
}
