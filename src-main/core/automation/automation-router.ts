import type { Core } from '../core.ts';
import { os } from '../wire.ts';

/** Handlers of automatic clean-up. */
export function automationRouter({ automation }: Core) {
  return {
    read: os.automation.read.handler(({ input }) => automation.read(input.endpoint)),
    write: os.automation.write.handler(({ input }) => automation.write(input.endpoint, input.automation)),
    watch: os.automation.watch.handler(({ signal }) =>
      automation.watch(signal ?? new AbortController().signal),
    ),
    cancel: os.automation.cancel.handler(({ input }) => {
      automation.cancel(input.id);
      return input;
    }),
    runNow: os.automation.runNow.handler(({ input }) => {
      automation.runNow(input.id);
      return input;
    }),
    log: os.automation.log.handler(({ input }) => automation.log(input.limit)),
  };
}
