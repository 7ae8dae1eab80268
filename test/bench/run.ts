import { ledgerRows } from './ledger-rows.ts';
import { formatTable } from './measure.ts';
import { planRows } from './plan-rows.ts';

// Prints a table and judges nothing: a busy machine is not a bug. Run with `npm run bench`.
const rows = [
  ...ledgerRows('classic'),
  ...ledgerRows('containerd'),
  ...planRows('classic'),
  ...planRows('containerd'),
];
console.log(formatTable(rows));
