import { seededRandom, type SeededRandom } from '#test/live/images/seeded-random.ts';

/** Random numbers of this run, with the seed printed; set BALLAST_TEST_SEED to run a failing one again. */
export function printedSeed(what: string): (round: number) => SeededRandom {
  const seed = Number(process.env['BALLAST_TEST_SEED'] ?? Date.now() % 1_000_000_007);
  console.log(`seed ${seed} for ${what}`);
  return (round) => seededRandom((seed + round * 7_919) >>> 0);
}
