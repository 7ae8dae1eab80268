import { seededRandom, type SeededRandom } from '#test/live/images/seeded-random.ts';
import { testSeed } from '#test/support/test-seed.ts';

/** Random numbers of this run, with the seed printed. */
export function printedSeed(what: string): (round: number) => SeededRandom {
  const seed = testSeed();
  console.log(`seed ${seed} for ${what}`);
  return (round) => seededRandom((seed + round * 7_919) >>> 0);
}
