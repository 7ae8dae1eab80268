import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What one plan promised and what came of it. */
export interface PlanRecord {
  readonly words: string;
  readonly items: number;
  /** Exact, or at least. */
  readonly isExact: boolean;
  readonly promised: number;
  /** What `LayersSize` lost. */
  readonly total: number;
  /** What the engine's replies name, by layer; null where it names none. */
  readonly replied: number | null;
  /** What the layer files on the disk lost. */
  readonly disk: number;
  readonly wholeDisk: number;
  readonly layersGone: number;
}

/** The records of one engine. */
export interface EngineRecords {
  readonly engine: string;
  readonly version: string;
  readonly seed: number;
  readonly plans: readonly PlanRecord[];
}

const folder = join(import.meta.dirname, '../../../out/exactness');

/** Keeps the records of a run, for the table. */
export function keepRecords(records: EngineRecords): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${records.engine}.json`), JSON.stringify(records));
}

/** The records of the last run of each engine. */
export function readRecords(): readonly EngineRecords[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as EngineRecords);
}

/** The page `docs/exactness.md`. */
export function formatRecords(engines: readonly EngineRecords[]): string {
  const plans = engines.reduce((sum, engine) => sum + engine.plans.length, 0);
  return [
    '# How exact the promises are',
    '',
    'Written by `node test/live/exactness/write-table.ts` from the last run of `test/live/exactness/exactness.live.test.ts`; do not edit.',
    '',
    `${plans} random clean-ups on real engines: images loaded, built by the classic builder and by BuildKit, pulled from a registry;`,
    'containers created, running, paused and exited; picked images and tags, rules, the recycle bin, stopped containers taken along. Before each,',
    'Ballast said what would come free. Afterwards that was compared with what the engine no longer counts (`LayersSize`), with the layers its',
    'replies name, and with the files on its disk, counted without asking it.',
    '',
    '| engine | plans | exact | of these different | lower bounds | of these broken | promised | engine’s total | layers replied | files on disk |',
    '|---|---|---|---|---|---|---|---|---|---|',
    ...engines.map(engineRow),
    '',
    ...engines.flatMap(kindTable),
    '## How to read it',
    '',
    '- *Different*: exact promises that the engine’s total, its replies or (without a build cache) the disk did not meet to the byte. *Broken*:',
    '  promises of at least so much that were missed.',
    '- Classic store: a layer’s bytes are those of its files. Besides them the disk gives back folders, links and the engine’s own files, about',
    '  37 kB of blocks a layer, which nobody promises.',
    '- Where BuildKit’s cache holds layers of images, they stay on disk until the cache goes: promises are then lower bounds.',
    '- Containerd store: content blobs are told for each image as a whole, never for each layer, so most promises are lower bounds; the',
    '  disk is counted in blocks, with the folders of each unpacked layer.',
    '',
  ].join('\n');
}

function engineRow({ engine, version, plans }: EngineRecords): string {
  const exact = plans.filter(({ isExact }) => isExact);
  const bounds = plans.filter(({ isExact }) => !isExact);
  const cells = [
    `${engine} (${version})`,
    plans.length,
    exact.length,
    exact.filter(isDifferent).length,
    bounds.length,
    bounds.filter(({ promised, total }) => promised > total).length,
    sum(plans, 'promised'),
    sum(plans, 'total'),
    plans.some(({ replied }) => replied !== null) ? sum(plans, 'replied') : 'not told',
    sum(plans, 'disk'),
  ];
  return `| ${cells.join(' | ')} |`;
}

function kindTable({ engine, seed, plans }: EngineRecords): readonly string[] {
  const kinds = [...new Set(plans.map(({ words }) => words))].sort();
  return [
    `## ${engine}, seed ${seed}`,
    '',
    '| clean-up | plans | items | layers gone | promised | engine’s total | files on disk |',
    '|---|---|---|---|---|---|---|',
    ...kinds.map((words) => {
      const of = plans.filter((plan) => plan.words === words);
      const cells = [words, of.length, sum(of, 'items'), sum(of, 'layersGone')];
      return `| ${[...cells, sum(of, 'promised'), sum(of, 'total'), sum(of, 'disk')].join(' | ')} |`;
    }),
    '',
  ];
}

function isDifferent({ promised, total, replied }: PlanRecord): boolean {
  return promised !== total || (replied !== null && replied !== promised);
}

function sum(
  plans: readonly PlanRecord[],
  key: 'promised' | 'total' | 'replied' | 'disk' | 'items' | 'layersGone',
): number {
  return plans.reduce((bytes, plan) => bytes + (plan[key] ?? 0), 0);
}
