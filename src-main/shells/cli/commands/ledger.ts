import { formatBytes } from '../../../domain/bytes.ts';
import { shortenId } from '../../../domain/image/hashes.ts';
import type { MaybeBytes } from '../../../domain/unknown.ts';
import { isKnown, unknown } from '../../../domain/unknown.ts';
import type { EngineView } from '../../../contract/views/engine-view.ts';
import type { LayerRow } from '../../../contract/views/layers-view.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatTable } from '../format-table.ts';
import { labelsOf } from '../image-text.ts';
import { toLedgerJson } from '../ledger-json.ts';
import { readView } from '../session.ts';
import type { Terminal } from '../terminal.ts';
import { printImages } from './images.ts';

const shownLayers = 15;

/** `ballast ledger`: every byte once, by layer and by image. */
export const ledgerCommand: Command = {
  name: 'ledger',
  summary: 'Show every layer once: its bytes and the images that hold it',
  usage: '[--totals]',
  positionals: [],
  options: {
    totals: { type: 'boolean', help: 'ask the engine for its own total too (slow on the containerd store)' },
  },
  notes: ['On the classic store the engine’s own total is always asked for: it is quick there.'],
  async run({ terminal, session, flag }) {
    const { signal } = session.options;
    const engine = await session.openEngine();
    const { client, endpoint } = engine;
    const view = await readView(engine, terminal, signal);
    terminal.progress('Measuring layers …');
    const { layers } = await client.layers.list({ endpoint }, { signal });
    const wantsTotals = flag('totals') || view.engine.store === 'classic';
    if (wantsTotals) terminal.progress('Asking the engine for its own total …');
    const engineLayersBytes = wantsTotals
      ? (await client.engines.checkTotals({ endpoint }, { signal })).engineLayersBytes
      : unknown;
    if (flag('json')) terminal.json(toLedgerJson(view, layers, engineLayersBytes));
    else printLedger(terminal, { view, layers, engineLayersBytes });
    return exitCodes.done;
  },
};

interface LedgerAnswer {
  readonly view: EngineView;
  readonly layers: readonly LayerRow[];
  readonly engineLayersBytes: MaybeBytes;
}

function printLedger(terminal: Terminal, { view, layers, engineLayersBytes }: LedgerAnswer): void {
  const { engine, sums } = view;
  terminal.line(
    `${engine.product} ${engine.version} (API ${engine.apiVersion}), ${engine.store} store, ${engine.endpoint}`,
  );
  terminal.line(`Layers, each once   ${formatBytes(sums.layerBytes)} in ${sums.layerCount} layers`);
  terminal.line(`Held by several     ${formatBytes(sums.sharedBytes)}`);
  if (engine.store === 'containerd') terminal.line(`Content blobs       ${formatBytes(sums.contentBytes)}`);
  if (isKnown(engineLayersBytes)) terminal.line(`The engine says     ${formatBytes(engineLayersBytes)}`);
  terminal.line();
  printLayers(terminal, view, layers);
  terminal.line();
  printImages(
    terminal,
    view,
    view.images.filter((row) => !row.intermediate),
  );
}

function printLayers(terminal: Terminal, view: EngineView, layers: readonly LayerRow[]): void {
  const labelOf = labelsOf(view);
  const sorted = layers.toSorted((a, b) => known(b.bytes) - known(a.bytes));
  const [titles, ...lines] = formatTable(
    [
      { title: 'LAYER' },
      { title: 'SIZE', align: 'right' },
      { title: 'IMAGES', align: 'right' },
      { title: 'HELD BY' },
    ],
    sorted
      .slice(0, shownLayers)
      .map((layer) => [
        shortenId(layer.chainId),
        formatBytes(layer.bytes),
        String(layer.images.length),
        heldBy(layer, labelOf),
      ]),
  );
  terminal.line(terminal.paint('bold', titles ?? ''));
  for (const line of lines) terminal.line(line);
  if (layers.length > shownLayers) {
    terminal.line(`… and ${layers.length - shownLayers} smaller layers; --json has them all.`);
  }
}

function heldBy(layer: LayerRow, labelOf: ReturnType<typeof labelsOf>): string {
  const shown = layer.images.slice(0, 2).map(labelOf).join(', ');
  return layer.images.length > 2 ? `${shown}, …` : shown;
}

function known(bytes: MaybeBytes): number {
  return isKnown(bytes) ? bytes : 0;
}
