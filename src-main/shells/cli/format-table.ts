/** One column of a table. */
export interface TableColumn {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

/** Lines of an aligned table, the first of them the titles; two spaces between columns, none at the end of a line. */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const table = [columns.map((column) => column.title), ...rows];
  const widths = columns.map((_, at) => Math.max(...table.map((row) => (row[at] ?? '').length)));
  return table.map((row) =>
    columns
      .map((column, at) => {
        const cell = row[at] ?? '';
        const width = widths[at] ?? 0;
        return column.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
