import { createORPCClient, isDefinedError, ORPCError } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';

import type { contract } from '#main/contract/contract.ts';
import { toAppError, type AppErrorData } from '#main/domain/app-error.ts';

import { pauseBeforeTry, type Channel } from './channel.ts';

/** Everything the core offers, typed by the contract alone: neither contract nor schemas come into the bundle. */
export type BallastClient = ContractRouterClient<typeof contract>;

/** The client over a channel. */
export function createClient(channel: Channel): BallastClient {
  return createORPCClient(channel.link);
}

/** Whatever a call threw, as data a screen can show. What the core did not name is a lost connection or a bug. */
export function appErrorOf(thrown: unknown): AppErrorData {
  if (isDefinedError(thrown)) {
    // The contract defines one error, APP_ERROR, and gives it this data.
    return (thrown as { readonly data: AppErrorData }).data;
  }
  return toAppError(thrown).toData();
}

/** What a subscription is: called with a signal, it answers with frames. */
type Subscribe<Frame> = (options: { readonly signal: AbortSignal }) => Promise<AsyncIterable<Frame>>;

/** What to do with what comes. */
export interface Follower<Frame> {
  readonly onFrame: (frame: Frame) => void;
  /** The core refused or failed; the subscription is opened again afterwards. A lost connection is the channel's to tell. */
  readonly onError?: (error: AppErrorData) => void;
}

/** Keeps a subscription open over lost connections until the returned function is called. */
export function follow<Frame>(subscribe: Subscribe<Frame>, follower: Follower<Frame>): () => void {
  const controller = new AbortController();
  void keepFollowing(subscribe, follower, controller.signal);
  return () => controller.abort();
}

async function keepFollowing<Frame>(
  subscribe: Subscribe<Frame>,
  follower: Follower<Frame>,
  signal: AbortSignal,
): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      for await (const frame of await subscribe({ signal })) {
        if (signal.aborted) return;
        failures = 0;
        follower.onFrame(frame);
      }
    } catch (thrown) {
      // Ending a stream on purpose throws a plain error (TOOLCHAIN §3): whatever comes then is no failure.
      if (signal.aborted) return;
      if (thrown instanceof ORPCError) follower.onError?.(appErrorOf(thrown));
    }
    await pause(pauseBeforeTry(failures), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
