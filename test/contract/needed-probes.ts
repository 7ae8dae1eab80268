import type { BuildCacheProbe, EngineUnderTest, RegistryProbe } from './engine-seed.ts';

/** Ends a test without a result and prints why. */
type Skip = (why: string) => never;

/** The registry of the engine under test; without one the test is skipped. */
export function registryOf({ registry }: EngineUnderTest, skip: Skip): RegistryProbe {
  return 'whyNot' in registry ? skip(registry.whyNot) : registry;
}

/** The build cache of the engine under test; without one the test is skipped. */
export function buildCacheOf({ buildCache }: EngineUnderTest, skip: Skip): BuildCacheProbe {
  return 'whyNot' in buildCache ? skip(buildCache.whyNot) : buildCache;
}
