import type { Core } from '../core.ts';
import { checkTotals } from '../layers/check-totals.ts';
import { os } from '../wire.ts';
import { watchEngine } from './watch-engine.ts';

/** Handlers of the engine operations. */
export function enginesRouter({ engines, deps }: Core) {
  return {
    list: os.engines.list.handler(() => engines.list()),
    select: os.engines.select.handler(({ input }) => engines.select(input.endpoint)),
    add: os.engines.add.handler(({ input }) => engines.add(input.endpoint)),
    watch: os.engines.watch.handler(async ({ input, signal }) =>
      watchEngine(await engines.session(input.endpoint), deps, signal ?? new AbortController().signal),
    ),
    refresh: os.engines.refresh.handler(async ({ input }) => {
      const { snapshot } = await (await engines.session(input.endpoint)).refresh();
      return { takenAtMs: snapshot.takenAtMs };
    }),
    checkTotals: os.engines.checkTotals.handler(async ({ input }) =>
      checkTotals(await engines.session(input.endpoint)),
    ),
  };
}
