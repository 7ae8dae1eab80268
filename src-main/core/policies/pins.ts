import type { PinRow } from '../../contract/views/policy-view.ts';
import type { Pin } from '../../domain/cleanup/pin.ts';
import type { CoreDeps } from '../core-deps.ts';

/** Pins that hold for every policy, oldest first. */
export function listPins({ store }: Pick<CoreDeps, 'store'>): readonly PinRow[] {
  return store.pins();
}

/** Pins something; what is pinned already stays as it is. */
export function addPin({ store, clock }: Pick<CoreDeps, 'store' | 'clock'>, pin: Pin): readonly PinRow[] {
  store.addPin({ pin, addedAtMs: clock.now() });
  return store.pins();
}

/** Lets go of something. A pin that is not there any more is no error: it is what was asked for. */
export function removePin({ store }: Pick<CoreDeps, 'store'>, pin: Pin): readonly PinRow[] {
  store.removePin(pin);
  return store.pins();
}
