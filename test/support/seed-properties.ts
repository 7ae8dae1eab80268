import fc from 'fast-check';

import { testSeed } from './test-seed.ts';

// Properties draw the same examples in every run, so that a push fails for what it changed and for nothing else.
// BALLAST_TEST_SEED draws others.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: testSeed() });
