import { formatTable, type TableColumn } from './format-table.ts';
import type { Terminal } from './terminal.ts';

/** A table with its titles in bold. A title that begins with `>` has its column aligned to the right. */
export function printTable(
  terminal: Terminal,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const columns = titles.map((title): TableColumn =>
    title.startsWith('>') ? { title: title.slice(1), align: 'right' } : { title },
  );
  const [head = '', ...lines] = formatTable(columns, rows);
  terminal.line(terminal.paint('bold', head));
  for (const line of lines) terminal.line(line);
}
