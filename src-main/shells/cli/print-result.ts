import type { CleanupResult, ItemResult, JobKind } from '../../contract/views/job-view.ts';
import { formatBytes } from '../../domain/bytes.ts';
import { shortenId } from '../../domain/image/hashes.ts';
import { boundText } from './image-text.ts';
import type { Terminal } from './terminal.ts';

/** How a run went, item by item; for one that removed something, what was promised and what came free. */
export function printResult(terminal: Terminal, kind: JobKind, result: CleanupResult): void {
  for (const item of result.results) terminal.line(itemLine(terminal, item));
  if (kind === 'undo') {
    if (result.results.length === 0) terminal.line('There was nothing to bring back.');
    return;
  }
  terminal.line();
  terminal.line(`Promised  ${boundText(result.promised)}`);
  terminal.line(`Freed     ${formatBytes(result.measuredBytes)}`);
  if (result.difference !== undefined) {
    terminal.line(terminal.paint('dim', `They differ because of: ${result.difference}.`));
  }
}

function itemLine(terminal: Terminal, { id, reference, outcome, error }: ItemResult): string {
  const isDone = outcome !== 'blocked' && outcome !== 'failed' && outcome !== 'skipped';
  const name = reference === undefined ? shortenId(id) : `${reference} (${shortenId(id)})`;
  const why = error === undefined ? '' : `: ${error.detail || error.code}`;
  return `${terminal.paint(isDone ? 'green' : 'red', outcome.padEnd(8))}  ${name}${why}`;
}
