import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';

import { toAppError } from '../../domain/app-error.ts';
import type { AppError } from '../../domain/app-error.ts';
import type { CallLimits } from './call-limits.ts';

/** A body on its way to an engine. */
export interface Upload {
  readonly body: Readable;
  /** What its source threw; null when nothing did. */
  readonly failure: AppError | null;
  /** Asks the source for no more, and ends the connection when the engine has not taken all of it. */
  stop(): void;
}

/**
 * Sends what a source gives as fast as the engine takes it. docker-modem 5.0.7 pipes it into the request and never ends
 * it: an engine that answers early, or a request that is aborted, would leave the source open.
 */
export function openUpload(
  source: AsyncIterable<Uint8Array>,
  limits: CallLimits,
  silenceMs: number | undefined,
): Upload {
  let failure: AppError | null = null;
  const pieces = async function* (): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for await (const piece of source) {
        if (silenceMs !== undefined) limits.restart(silenceMs);
        // An engine that has had enough answers and closes, Docker half a second later. Writing to a connection that is
        // closed throws the answer away unread, so it is looked for before each piece (ENGINES §11.19): what arrived
        // in this turn of the event loop is read in the next one.
        await turn();
        await turn();
        yield piece;
        limits.disarm(); // It is the source's turn.
      }
      if (silenceMs !== undefined) limits.restart(silenceMs);
    } catch (thrown) {
      failure = toAppError(thrown);
      throw failure;
    }
  };
  const body = Readable.from(pieces(), { objectMode: false });
  // Its end is told by `failure`; without a listener an error would end the process.
  body.on('error', () => {});
  return {
    body,
    get failure() {
      return failure;
    },
    stop: () => {
      if (!body.readableEnded) limits.hangUp();
      body.destroy();
    },
  };
}
