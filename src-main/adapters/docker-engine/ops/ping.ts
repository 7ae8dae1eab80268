import { AppError } from '../../../domain/app-error.ts';
import { callEngine } from '../call.ts';
import type { Line } from '../call.ts';
import type { Deadlines } from '../deadlines.ts';
import { toBadAnswerError } from '../to-app-error.ts';

/** The newest API version whose answers Ballast was tested with: Docker 28.5. */
const newestMinor = 51;
/** The oldest one: Docker 19.03. Before it, the header that is needed to agree on a version means something else. */
const oldestMinor = 40;

/** What answers, as far as a ping tells. */
export interface Peer {
  /** For every later call: the newest that both sides know. */
  readonly apiVersion: string;
  /** Its second number; the first one is 1. */
  readonly apiMinor: number;
  readonly isPodman: boolean;
}

/** `GET /_ping`, without a version: 0.5 ms, and its headers agree on the version (`/version` costs 7 ms). */
export async function askPeer(line: Line, deadlines: Deadlines): Promise<Peer> {
  const { headers } = await callEngine(line, { path: '/_ping', deadlineMs: deadlines.pingMs });
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(String(headers['api-version'])) ?? [];
  if (major === undefined) {
    throw toBadAnswerError('it answers, but not as a container engine: no Api-Version header', line.url);
  }
  const theirs = Number(major) > 1 ? Infinity : Number(minor);
  if (theirs < oldestMinor) {
    throw new AppError('engine.unsupported', {
      subject: line.url,
      detail:
        `the engine speaks API ${major}.${String(minor)}; Ballast needs 1.${oldestMinor} or newer, ` +
        'which is Docker 19.03 and later',
    });
  }
  const apiMinor = Math.min(newestMinor, theirs);
  const isPodman = 'libpod-api-version' in headers || /^libpod/i.test(String(headers.server));
  return { apiVersion: `1.${apiMinor}`, apiMinor, isPodman };
}
