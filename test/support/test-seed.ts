/** Seed of everything random in the tests; BALLAST_TEST_SEED draws other examples, or a failing run again. */
export function testSeed(): number {
  return Number(process.env['BALLAST_TEST_SEED'] ?? 20_261_123);
}
