import { afterEach, beforeEach, describe } from 'vitest';

import { describeArchives } from './describe-archives.ts';
import { describeBuildCache } from './describe-build-cache.ts';
import { describeChanges } from './describe-changes.ts';
import { describeContainers } from './describe-containers.ts';
import { describeEvents } from './describe-events.ts';
import { describeFailures } from './describe-failures.ts';
import { describeFacts } from './describe-facts.ts';
import { describeRefusals } from './describe-refusals.ts';
import { describeRegistry } from './describe-registry.ts';
import { describeSystem } from './describe-system.ts';
import type { EngineFactory, EngineTraits, EngineUnderTest } from './engine-seed.ts';

/** The engine of the test that runs, opened anew for each. */
export interface ContractContext {
  readonly traits: EngineTraits;
  /** The engine under test, its seeding and its outage. */
  readonly current: () => EngineUnderTest;
}

/**
 * The one suite that every engine passes, whatever is behind it. A new engine adds a factory, never a test: what it
 * cannot do is declared in its traits, and the suite checks that it says so.
 */
export function describeEngineContract(name: string, factory: EngineFactory): void {
  describe(`engine contract: ${name}`, () => {
    let subject: EngineUnderTest | undefined;
    beforeEach(async () => {
      subject = await factory.open();
    });
    afterEach(async () => {
      await subject?.cleanup();
      subject = undefined;
    });
    const current = (): EngineUnderTest => {
      if (subject === undefined) throw new Error('no engine is open');
      return subject;
    };
    const context: ContractContext = { traits: factory.traits, current };
    describeSystem(context);
    describeFacts(context);
    describeChanges(context);
    describeRefusals(context);
    describeContainers(context);
    describeArchives(context);
    describeRegistry(context);
    describeBuildCache(context);
    describeEvents(context);
    describeFailures(context);
  });
}
