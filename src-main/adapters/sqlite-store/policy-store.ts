import { AppError } from '../../domain/app-error.ts';
import type { PolicyStore, PolicyWrite, SavedPin } from '../../ports/policy-store.ts';
import type { Connection } from './connection.ts';
import { formatStoredPin, parseStoredPin, parseStoredPolicy } from './stored-policy.ts';
import { pinsTable } from './tables/pins-table.ts';
import { policiesTable } from './tables/policies-table.ts';
import type { UnreadableRows } from './unreadable-rows.ts';

/** Policies and pins over their tables. */
export function policyStore(
  { database, read, write, writeDurably }: Connection,
  unreadable: UnreadableRows,
): PolicyStore {
  const policies = policiesTable(database);
  const pins = pinsTable(database);
  const writeOne = ({ policy: { name, policy, updatedAtMs }, formerName = name }: PolicyWrite): void => {
    if (formerName !== name) policies.remove(formerName);
    policies.write({ name, policy: JSON.stringify(policy), updatedAtMs: Math.floor(updatedAtMs) });
  };
  return {
    policies: () =>
      read(() =>
        policies.readAll().flatMap(({ name, policy, updatedAtMs }) => {
          const parsed = unreadable.tryRow({ kind: 'policy', name }, () => parseStoredPolicy(policy));
          return parsed === null ? [] : [{ name, policy: parsed, updatedAtMs }];
        }),
      ),
    // Durably: what a person was told is kept, or pinned, stays so; clean-ups follow it by themselves.
    writePolicy: (policy, formerName = policy.name) => writeDurably(() => writeOne({ policy, formerName })),
    writePolicies: (changes) => writeDurably(() => changes.forEach(writeOne)),
    removePolicy: (name) => write(() => policies.remove(name)),
    pins: () =>
      read(() =>
        pins.readAll().map(({ id, pin, addedAtMs }): SavedPin => ({ pin: readPin(id, pin), addedAtMs })),
      ),
    addPin: ({ pin, addedAtMs }) => writeDurably(() => pins.add(formatStoredPin(pin), Math.floor(addedAtMs))),
    removePin: (pin) => write(() => pins.remove(formatStoredPin(pin))),
  };
}

function readPin(id: number, text: string): SavedPin['pin'] {
  try {
    return parseStoredPin(text);
  } catch (thrown) {
    throw new AppError('store.corrupt', {
      subject: 'pins',
      detail: `pin ${id} cannot be read, so nobody knows what it keeps: ${text.slice(0, 200)}`,
      cause: thrown,
    });
  }
}
