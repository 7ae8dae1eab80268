import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { formatRecords, readRecords } from './exactness-table.ts';

// Writes docs/exactness.md from the last live run of each engine: node test/live/exactness/write-table.ts
writeFileSync(join(import.meta.dirname, '../../../docs/exactness.md'), formatRecords(readRecords()));
