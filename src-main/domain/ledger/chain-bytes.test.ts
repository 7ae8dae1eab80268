import { expect, test } from 'vitest';

import { layeredSnapshot, diffId } from '#test/support/layered-snapshot.ts';
import { sha256 } from '#test/support/small-snapshot.ts';

import { toChainId } from '../image/hashes.ts';
import { chainIds } from '../layer/chain-id.ts';
import { buildLedger } from './build-ledger.ts';
import { chainBytes } from './chain-bytes.ts';

const snapshot = layeredSnapshot({
  one: { base: 1000, middle: 30, one: 7 },
  two: { base: 1000, middle: 30, two: 9 },
  // Nobody ends between these, and nobody says how their bytes are divided.
  three: { base: 1000, left: 20, right: 22 },
});
const bytesOf = chainBytes(buildLedger(snapshot), sha256);
const chainsOf = (...names: string[]) => chainIds(names.map(diffId), sha256);

const [base, middle, one] = chainsOf('base', 'middle', 'one');
const [, , two] = chainsOf('base', 'middle', 'two');
const [, left, right] = chainsOf('base', 'left', 'right');

const rows: readonly (readonly [string, readonly (string | undefined)[], number | 'unknown'])[] = [
  ['nothing', [], 0],
  ['one layer', [one], 7],
  ['the same layer twice', [one, one], 7],
  ['two tops over what stays', [one, two], 16],
  ['a run known only as a whole', [left, right], 42],
  ['one layer of such a run', [right], 'unknown'],
  ['everything, lower parts once', [base, middle, one, two, left, right], 1000 + 30 + 7 + 9 + 42],
  ['a layer nobody has seen', [one, `sha256:${'f'.repeat(64)}`], 'unknown'],
];

test.each(rows)('%s', (_, chains, bytes) => {
  expect(bytesOf(chains.map((chain) => toChainId(chain ?? '')))).toBe(bytes);
});
