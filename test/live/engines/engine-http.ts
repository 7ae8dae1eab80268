import { request } from 'node:http';
import type { Readable } from 'node:stream';

/** One answer of an engine, read to its end. */
export interface EngineAnswer {
  readonly status: number;
  readonly text: string;
}

/** What to send besides method and path. */
export interface EngineRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** A raw body, sent as a tar archive. */
  readonly tar?: Buffer | Readable;
}

/** The engine's HTTP API without any library between: what tests compare the product with. */
export interface EngineHttp {
  /** Sends one request and reads the answer whole. Rejects only when the connection fails. */
  send(method: string, path: string, input?: EngineRequest): Promise<EngineAnswer>;
  /** Like `send`, but anything outside 2xx, and any `error` line of a stream, is an error. Answers the parsed JSON. */
  call<T>(method: string, path: string, input?: EngineRequest): Promise<T>;
}

/** Talks to the engine behind a Unix socket. */
export function engineHttp(socketPath: string): EngineHttp {
  const send = (method: string, path: string, input: EngineRequest = {}): Promise<EngineAnswer> =>
    sendRequest(socketPath, { method, path: withQuery(path, input.query), input });
  return {
    send,
    async call<T>(method: string, path: string, input: EngineRequest = {}): Promise<T> {
      const answer = await send(method, path, input);
      const wrong = answer.status >= 300 || /^\{"error(?:Detail)?":/m.test(answer.text);
      if (wrong) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(-500).trim()}`);
      return parseJson(answer.text) as T;
    },
  };
}

function withQuery(path: string, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? path : `${path}?${text}`;
}

/** JSON where the answer is one value; streams (one object a line) and empty bodies come as text. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

interface Sending {
  readonly method: string;
  readonly path: string;
  readonly input: EngineRequest;
}

function sendRequest(socketPath: string, { method, path, input }: Sending): Promise<EngineAnswer> {
  return new Promise((resolve, reject) => {
    const body = input.json === undefined ? input.tar : Buffer.from(JSON.stringify(input.json));
    const type = input.tar === undefined ? 'application/json' : 'application/x-tar';
    const headers = body === undefined ? {} : { 'Content-Type': type };
    const sent = request({ socketPath, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    sent.on('error', reject);
    if (body === undefined || Buffer.isBuffer(body)) sent.end(body);
    else body.on('error', reject).pipe(sent);
  });
}
