import { AppError } from '../../domain/app-error.ts';
import type { StoreKind } from '../../domain/image/engine-snapshot.ts';
import { callEngine, streamEngine } from './call.ts';
import type { Answer, Call, Dialer, Line } from './call.ts';
import type { Deadlines } from './deadlines.ts';
import { askPeer } from './ops/ping.ts';
import type { Peer } from './ops/ping.ts';
import { readInfo } from './records/info.ts';
import { shareAnswer } from './share-answer.ts';
import type { SharedAnswer } from './share-answer.ts';
import { toBadAnswerError } from './to-app-error.ts';

/** An engine as the operations see it. */
export interface Connection {
  /** Without secrets. */
  readonly url: string;
  readonly deadlines: Deadlines;
  /** What the other side is, asked once and again after the engine was away. */
  peer(signal?: AbortSignal): Promise<Peer>;
  /** Asks what the other side is in any case: it may have been replaced. */
  askPeerAgain(signal?: AbortSignal): Promise<Peer>;
  /** How it keeps images, asked once and again after the engine was away. */
  store(signal?: AbortSignal): Promise<StoreKind>;
  /** One call under the pinned API version, its answer as JSON; null for an empty one. */
  json(call: Call): Promise<unknown>;
  /** One call under the pinned API version, its answer as it comes. */
  stream(call: Call, onOpen?: () => void): AsyncIterable<Uint8Array>;
  close(): void;
}

/** What a connection is made of. */
export interface ConnectionInput {
  readonly url: string;
  readonly openDialer: () => Promise<Dialer>;
  readonly deadlines: Deadlines;
}

/** Connects on the first call, not before. */
export function openConnection({ url, openDialer, deadlines }: ConnectionInput): Connection {
  const closing = new AbortController();
  const dialer = shareAnswer(openDialer);
  const line = async (signal?: AbortSignal): Promise<Line> => ({
    dialer: await dialer.get(signal),
    closing: closing.signal,
    url,
  });
  const peer = shareAnswer(async () => askPeer(await line(), deadlines));
  const call = async (wanted: Call): Promise<Answer> =>
    forgetOnLoss([peer, store], async () => {
      const known = await peer.get(wanted.signal);
      return callEngine(await line(wanted.signal), versioned(wanted, known));
    });
  const json = async (wanted: Call): Promise<unknown> => parseJson(await call(wanted), wanted.subject ?? url);
  const store = shareAnswer(
    async () => readInfo(await json({ path: '/info', deadlineMs: deadlines.describeMs })).store,
  );
  return {
    url,
    deadlines,
    peer: (signal) => peer.get(signal),
    askPeerAgain: (signal) => {
      peer.forget();
      return peer.get(signal);
    },
    store: (signal) => store.get(signal),
    json,
    stream: async function* (wanted, onOpen = () => {}) {
      const known = await peer.get(wanted.signal);
      yield* streamEngine(await line(wanted.signal), versioned(wanted, known), onOpen);
    },
    close: () => closing.abort(),
  };
}

function versioned(call: Call, peer: Peer): Call {
  return { ...call, path: `/v${peer.apiVersion}${call.path}` };
}

/** After a loss another version, or another engine, may answer at the same place. */
async function forgetOnLoss<T>(
  answers: readonly SharedAnswer<unknown>[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'engine.unreachable') {
      for (const answer of answers) answer.forget();
    }
    throw thrown;
  }
}

function parseJson({ text }: Answer, subject: string): unknown {
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw toBadAnswerError(`not JSON: ${text.slice(0, 200)}`, subject);
  }
}
