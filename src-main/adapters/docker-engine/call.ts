import { IncomingMessage } from 'node:http';

import { AppError, toAppError } from '../../domain/app-error.ts';
import { startLimits } from './call-limits.ts';
import type { CallLimits } from './call-limits.ts';
import { readBody } from './read-body.ts';
import { toBadAnswerError, toConnectionError, toRefusalError } from './to-app-error.ts';
import { untilAborted } from './until-aborted.ts';

/** One request to an engine. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** What it is about, for errors; the engine itself when absent. */
  readonly subject?: string;
  readonly deadlineMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** The part of docker-modem that is used: `dial` gives the response as it comes. */
export interface Dialer {
  dial(options: object, callback: (error: unknown, result: unknown) => void): void;
}

/** A whole answer with a status of 2xx. */
export interface Answer {
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** Where calls go, and what ends all of them. */
export interface Line {
  readonly dialer: Dialer;
  readonly closing: AbortSignal;
  /** The engine's URL without secrets. */
  readonly url: string;
}

/** An error's body: engines are brief, proxies are not. */
const longestRefusalBytes = 64 * 1024;

// dockerode turns every status it was not told of into its own kind of error; here each one is read.
const everyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]));

/**
 * Sends one request and reads its answer whole. Settles within the deadline, whatever the engine does.
 * Errors:  `AppError` only.
 */
export async function callEngine(line: Line, call: Call): Promise<Answer> {
  const limits = limitsOf(line, call);
  try {
    const response = await openResponse(line, call, limits.signal);
    return { headers: response.headers, text: await readBody(response, limits.signal) };
  } catch (thrown) {
    throw endedBy(limits, thrown, call.subject ?? line.url);
  } finally {
    limits.release();
  }
}

/** Sends one request and passes on its answer as it comes. The deadline is for the beginning only. */
export async function* streamEngine(
  line: Line,
  call: Call,
  onOpen: () => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const limits = limitsOf(line, call);
  try {
    const response = await openResponse(line, call, limits.signal);
    limits.disarm();
    limits.signal.addEventListener('abort', () => response.destroy());
    onOpen();
    for await (const chunk of response) yield chunk as Uint8Array;
    limits.signal.throwIfAborted();
  } catch (thrown) {
    throw endedBy(limits, thrown, call.subject ?? line.url);
  } finally {
    limits.release();
  }
}

function limitsOf(line: Line, call: Call): CallLimits {
  const { deadlineMs, signal, subject = line.url } = call;
  return startLimits({ deadlineMs, closing: line.closing, caller: signal, subject });
}

/** A limit that was reached explains everything that broke because of it. Every error says what it is about. */
function endedBy(limits: CallLimits, thrown: unknown, subject: string): AppError {
  if (limits.signal.aborted) return toAppError(limits.signal.reason);
  const error = toConnectionError(thrown, subject);
  if (error.subject !== '') return error;
  return new AppError(error.code, { subject, detail: error.detail, cause: error.cause });
}

/** The response of a request that was accepted, its body unread. */
async function openResponse(line: Line, call: Call, signal: AbortSignal): Promise<IncomingMessage> {
  signal.throwIfAborted();
  const response = await dialTwice(line.dialer, call, signal);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response;
  const body = await readBody(response, signal, longestRefusalBytes);
  throw toRefusalError({ status, body }, '');
}

/**
 * A kept-alive socket may be cut by an engine that restarts just as it is used again: what only reads is asked once
 * more. Node.js docs, `request.reusedSocket`.
 */
async function dialTwice(dialer: Dialer, call: Call, signal: AbortSignal): Promise<IncomingMessage> {
  try {
    return await dialOnce(dialer, call, signal);
  } catch (thrown) {
    const isCut =
      thrown instanceof Error && 'code' in thrown && ['ECONNRESET', 'EPIPE'].includes(String(thrown.code));
    if (!isCut || signal.aborted || (call.method ?? 'GET') !== 'GET') throw thrown;
    return dialOnce(dialer, call, signal);
  }
}

function dialOnce(dialer: Dialer, call: Call, signal: AbortSignal): Promise<IncomingMessage> {
  const { query = {} } = call;
  const path = Object.keys(query).length === 0 ? call.path : `${call.path}?`;
  const dialled = new Promise<IncomingMessage>((resolve, reject) => {
    const settle = (error: unknown, response: unknown): void => {
      if (!(response instanceof IncomingMessage)) {
        reject(error instanceof Error ? error : toBadAnswerError('no response', ''));
        return;
      }
      // An error nobody listens to yet would end the process; whoever reads the body hears of it.
      response.on('error', () => {});
      if (signal.aborted) response.destroy();
      resolve(response);
    };
    // A query goes out only when the path ends in `?`; `_body` keeps it from being sent as a body as well (PEERS §4.3).
    dialer.dial(
      {
        path,
        method: call.method ?? 'GET',
        options: { _query: query, _body: {} },
        isStream: true,
        statusCodes: everyStatus,
        abortSignal: signal,
      },
      settle,
    );
  });
  return untilAborted(dialled, signal, ({ reason }) => toAppError(reason));
}
