import { IncomingMessage } from 'node:http';

import { AppError, toAppError } from '../../domain/app-error.ts';
import { startLimits } from './call-limits.ts';
import type { CallLimits } from './call-limits.ts';
import { readBody } from './read-body.ts';
import { toBadAnswerError, toConnectionError, toCutError, toRefusalError } from './to-app-error.ts';
import { untilAborted } from './until-aborted.ts';
import { openUpload } from './upload.ts';
import type { Upload } from './upload.ts';

/** One request to an engine. */
export interface Call {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** What it is about, for errors; the engine itself when absent. */
  readonly subject?: string;
  readonly deadlineMs: number;
  /**
   * Makes a stream a transfer: nothing may come of it for so long, time the caller takes aside, and a cut in its middle
   * is `transfer.failed`. Without it a stream is silent as long as it likes.
   */
  readonly silenceMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What to send, piece by piece as the engine takes it. */
  readonly body?: AsyncIterable<Uint8Array>;
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
    const response = await openResponse(line, call, { signal: limits.signal });
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
  const { subject = line.url, silenceMs, body } = call;
  const limits = limitsOf(line, call);
  const upload = body === undefined ? undefined : openUpload(body, limits, silenceMs);
  let isOpen = false;
  try {
    const response = await openResponse(line, call, { signal: limits.signal, upload });
    isOpen = true;
    limits.signal.addEventListener('abort', () => response.destroy());
    onOpen();
    yield* eachChunk(response, limits, silenceMs);
    limits.signal.throwIfAborted();
  } catch (thrown) {
    // What stopped the upload is why the rest broke.
    if (upload?.failure != null) throw upload.failure;
    const isTransfer = silenceMs !== undefined && (isOpen || upload !== undefined);
    if (isTransfer && !limits.signal.aborted) throw toCutError(thrown, subject);
    throw endedBy(limits, thrown, subject);
  } finally {
    upload?.stop();
    limits.release();
  }
}

/** The silence is measured while the engine is waited for, not while the caller works. */
async function* eachChunk(
  response: IncomingMessage,
  limits: CallLimits,
  silenceMs: number | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const wait = (): void => (silenceMs === undefined ? limits.disarm() : limits.restart(silenceMs));
  wait();
  for await (const chunk of response) {
    limits.disarm();
    yield chunk as Uint8Array;
    wait();
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

/** What goes with one request. */
interface Request {
  readonly signal: AbortSignal;
  readonly upload?: Upload | undefined;
}

/** The response of a request that was accepted, its body unread. */
async function openResponse(line: Line, call: Call, request: Request): Promise<IncomingMessage> {
  const { signal } = request;
  signal.throwIfAborted();
  const response = await dialTwice(line.dialer, call, request);
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return response;
  const body = await readBody(response, signal, longestRefusalBytes);
  throw toRefusalError({ status, body }, '');
}

/**
 * A kept-alive socket may be cut by an engine that restarts just as it is used again: what only reads is asked once
 * more. Node.js docs, `request.reusedSocket`.
 */
async function dialTwice(dialer: Dialer, call: Call, request: Request): Promise<IncomingMessage> {
  try {
    return await dialOnce(dialer, call, request);
  } catch (thrown) {
    const isCut =
      thrown instanceof Error && 'code' in thrown && ['ECONNRESET', 'EPIPE'].includes(String(thrown.code));
    if (!isCut || request.signal.aborted || (call.method ?? 'GET') !== 'GET') throw thrown;
    return dialOnce(dialer, call, request);
  }
}

function dialOnce(dialer: Dialer, call: Call, { signal, upload }: Request): Promise<IncomingMessage> {
  const { query = {}, headers } = call;
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
        ...(headers !== undefined && { headers: { ...headers } }), // It adds to the object it is given.
        ...(upload !== undefined && { file: upload.body }),
        isStream: true,
        statusCodes: everyStatus,
        abortSignal: signal,
      },
      settle,
    );
  });
  return untilAborted(dialled, signal, ({ reason }) => toAppError(reason));
}
