import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatRecords, readRecords } from './exactness-table.ts';

// Writes the table of the last live run of each engine: node test/live/exactness/write-table.ts [FILE], docs/exactness.md by
// itself. Says how many plans there were, and fails when they are fewer than the proof needs.
const fewest = 300;

const root = join(import.meta.dirname, '../../..');
const file = process.argv[2] ?? join(root, 'docs/exactness.md');
const records = readRecords();
writeFileSync(file, formatRecords(records));
for (const { engine, plans } of records) {
  const exact = plans.filter(({ isExact }) => isExact).length;
  process.stdout.write(`engine ${engine}: ${plans.length} plans, ${exact} exact\n`);
}
const count = records.reduce((sum, { plans }) => sum + plans.length, 0);
process.stdout.write(`plans ${count}\n`);
if (count < fewest) {
  process.stdout.write(`at least ${fewest} are needed: run the live tests of every engine first\n`);
  process.exitCode = 1;
}
