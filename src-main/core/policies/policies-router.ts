import type { Core } from '../core.ts';
import { os } from '../wire.ts';
import { addPin, listPins, removePin } from './pins.ts';
import { exportPolicies, importPolicies } from './policy-files.ts';
import { removePolicy, sameName, savePolicy } from './saved-policies.ts';

/** Handlers of named policies and pins. What changes is shown to every window, and to what runs by itself. */
export function policiesRouter({ deps, engines, automation }: Core) {
  return {
    list: os.policies.list.handler(() => deps.store.policies()),
    save: os.policies.save.handler(({ input }) => {
      const rows = savePolicy(deps, input);
      if (input.formerName !== undefined && input.formerName !== input.name) {
        automation.policyRenamed(input.formerName, input.name);
      }
      automation.policyChanged(input.name);
      return rows;
    }),
    remove: os.policies.remove.handler(({ input }) => {
      automation.requireUnused(input.name);
      const rows = removePolicy(deps, input.name);
      automation.policyRemoved(input.name);
      return rows;
    }),
    import: os.policies.import.handler(({ input }) => {
      const outcome = importPolicies(deps, input);
      if (input.save) {
        for (const name of outcome.replaces) {
          const now = outcome.policies.find((policy) => sameName(policy.name, name))?.name ?? name;
          if (now !== name) automation.policyRenamed(name, now);
          automation.policyChanged(now);
        }
      }
      return outcome;
    }),
    export: os.policies.export.handler(({ input }) => exportPolicies(deps, input.names)),
    pins: os.policies.pins.handler(() => listPins(deps)),
    pin: os.policies.pin.handler(({ input }) => {
      const rows = addPin(deps, input.pin);
      engines.resend();
      return rows;
    }),
    unpin: os.policies.unpin.handler(({ input }) => {
      const rows = removePin(deps, input.pin);
      engines.resend();
      return rows;
    }),
  };
}
