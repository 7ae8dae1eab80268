import { formatBytes } from '../../../domain/bytes.ts';
import { shortenId } from '../../../domain/image/hashes.ts';
import type { EngineView, ImageRow } from '../../../contract/views/engine-view.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatTable } from '../format-table.ts';
import { formatDay, useText } from '../image-text.ts';
import { toImageJson } from '../ledger-json.ts';
import { readView } from '../session.ts';
import type { Terminal } from '../terminal.ts';

/** `ballast images`: every image and what it costs. */
export const imagesCommand: Command = {
  name: 'images',
  summary: 'List images with the bytes each one holds alone and shares',
  usage: '[--all]',
  positionals: [],
  options: {
    all: {
      type: 'boolean',
      help: 'intermediate images of the legacy builder and what lies in the recycle bin too',
    },
  },
  async run({ terminal, session, flag }) {
    const engine = await session.openEngine();
    const view = await readView(engine, terminal, session.options.signal);
    const ordinary = view.images.filter((row) => !row.intermediate && row.parkedAtMs === null);
    const rows = flag('all') ? view.images : ordinary;
    if (flag('json')) terminal.json({ images: rows.map(toImageJson) });
    else {
      printImages(terminal, view, rows);
      const parked = view.images.filter((row) => row.parkedAtMs !== null).length;
      if (parked > 0 && !flag('all')) {
        terminal.line(`${parked} more lie in the recycle bin: "ballast bin list" shows them.`);
      }
    }
    return exitCodes.done;
  },
};

/** The table of images, the dearest first, and the sums below it. */
export function printImages(terminal: Terminal, view: EngineView, rows: readonly ImageRow[]): void {
  const sorted = rows.toSorted((a, b) => weight(b) - weight(a) || (a.id < b.id ? -1 : 1));
  const [titles, ...lines] = formatTable(
    [
      { title: 'REFERENCE' },
      { title: 'IMAGE ID' },
      { title: 'SIZE', align: 'right' },
      { title: 'EXCLUSIVE', align: 'right' },
      { title: 'SHARED', align: 'right' },
      { title: 'CREATED' },
      { title: 'USE' },
    ],
    sorted.flatMap(imageLines),
  );
  terminal.line(terminal.paint('bold', titles ?? ''));
  for (const line of lines) terminal.line(line);
  const { sums } = view;
  terminal.line();
  terminal.line(
    `${rows.length} images, ${sums.layerCount} layers: ${formatBytes(sums.layerBytes)} on disk, each layer once.`,
  );
  for (const { answer, why } of view.skipped)
    terminal.note(`Not understood, so not listed: ${answer}: ${why}`);
}

/** One line per reference; the numbers stand on the first one only, so that nobody adds them twice. */
function imageLines(row: ImageRow): string[][] {
  const [first = '<untagged>', ...more] = row.tags;
  const numbers = [row.bytes, row.exclusiveBytes, row.sharedBytes].map((bytes) => formatBytes(bytes));
  return [
    [first, shortenId(row.id), ...numbers, formatDay(row.createdAtMs), useText(row)],
    ...more.map((reference) => [reference, shortenId(row.id), '', '', '', '', '']),
  ];
}

function weight(row: ImageRow): number {
  if (row.exclusiveBytes !== 'unknown') return row.exclusiveBytes;
  return row.bytes === 'unknown' ? 0 : row.bytes;
}
