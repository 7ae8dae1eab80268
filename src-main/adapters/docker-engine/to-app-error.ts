import { AppError } from '../../domain/app-error.ts';
import type { AppErrorCode } from '../../domain/app-error.ts';
import { redact } from './redact.ts';

/** An answer outside 2xx. */
export interface Refusal {
  readonly status: number;
  readonly body: string;
}

type Words = readonly (readonly [RegExp, AppErrorCode])[];

const versionWords: Words = [
  [/client version \S+ is too (?:new|old)|minimum supported API version/i, 'engine.unsupported'],
];

const imageWords: Words = [
  [
    /invalid reference format|repository name must be lowercase|is not a valid (?:repository\/)?tag|invalid tag format/i,
    'reference.invalid',
  ],
  // Behind the one above: Docker 20.10 writes `no such image: UPPER:1: invalid reference format`.
  [/^no such image|image not known|^failed to find image|^reference does not exist/i, 'engine.not-found'],
  // A layer that is not unpacked: the containerd store then has no history of the image.
  [/snapshot \S+ (?:does not exist|not found)/i, 'engine.not-found'],
];

// Podman answers some of these with 500.
const conflictWords: Words = [
  [
    /^conflict: |must be forced|must force|cannot be forced|dependent child|by ID with more than one tag/i,
    'engine.conflict',
  ],
  [/image (?:is )?(?:in use|used) by|image has dependent|is using its referenced image/i, 'engine.conflict'],
];

// What registries said, in the engine's mouth (ENGINES §4.1).
const registryWords: Words = [
  [/toomanyrequests|too many requests|pull rate limit/i, 'registry.rate-limited'],
  [
    /no basic auth|unauthorized|authorization failed|access denied|(?:^|: )denied\b|incorrect username/i,
    'registry.unauthorized',
  ],
  [/manifest unknown|failed to resolve reference .*not found|name unknown/i, 'registry.not-found'],
  [
    /server gave HTTP response to HTTPS client|no such host|x509:|dial tcp |i\/o timeout|TLS handshake timeout/i,
    'registry.unreachable',
  ],
];

const connectionCodes: Readonly<Record<string, AppErrorCode>> = {
  ENOENT: 'engine.unreachable',
  ECONNREFUSED: 'engine.unreachable',
  ECONNRESET: 'engine.unreachable',
  ECONNABORTED: 'engine.unreachable',
  EPIPE: 'engine.unreachable',
  ENOTSOCK: 'engine.unreachable',
  ENOTDIR: 'engine.unreachable',
  ENOTFOUND: 'engine.unreachable',
  EAI_AGAIN: 'engine.unreachable',
  ETIMEDOUT: 'engine.unreachable',
  EHOSTUNREACH: 'engine.unreachable',
  EHOSTDOWN: 'engine.unreachable',
  ENETUNREACH: 'engine.unreachable',
  ERR_STREAM_PREMATURE_CLOSE: 'engine.unreachable',
  EACCES: 'engine.denied',
  EPERM: 'engine.denied',
  // The other side is not who its certificate says, or does not accept ours.
  CERT_HAS_EXPIRED: 'engine.denied',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'engine.denied',
  SELF_SIGNED_CERT_IN_CHAIN: 'engine.denied',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'engine.denied',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'engine.denied',
  ERR_TLS_CERT_ALTNAME_INVALID: 'engine.denied',
};

/** Whatever a socket, TLS or the HTTP parser threw; an `AppError` stays what it is. */
export function toConnectionError(thrown: unknown, subject: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  const isRedirect = words.startsWith('Max redirects exceeded');
  return new AppError(isRedirect ? 'engine.bad-answer' : (connectionCodes[code] ?? codeFamily(code)), {
    subject: redact(subject),
    detail: isRedirect ? 'it answers, but sends us to another place' : redact(words),
    cause: thrown,
  });
}

/** An answer that says no. */
export function toRefusalError({ status, body }: Refusal, subject: string): AppError {
  const words = messageOf(body);
  const detail = redact(words === '' ? `HTTP ${String(status)}` : words);
  return new AppError(refusalCode(status, words), { subject: redact(subject), detail });
}

/** An error told inside an answer that began well: `{"error": "…"}` in the stream of a transfer. */
export function toStreamError(words: string, subject: string): AppError {
  const code = codeByWords(words, [...imageWords, ...conflictWords, ...registryWords]);
  return toTransferError(words, subject, code);
}

/** A transfer that came to no good end. */
export function toTransferError(
  words: string,
  subject: string,
  code: AppErrorCode = 'transfer.failed',
): AppError {
  return new AppError(code, { subject: redact(subject), detail: redact(words) });
}

/** A connection that was there and broke. */
const brokenCodes = ['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'];

/** What a connection threw in the middle of a transfer: that the engine went away then is the lesser news. */
export function toCutError(thrown: unknown, subject: string): AppError {
  const error = toConnectionError(thrown, subject);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (!brokenCodes.includes(code)) return error;
  return new AppError('transfer.failed', {
    subject: error.subject,
    detail: `the stream was cut: ${error.detail}`,
    cause: thrown,
  });
}

/** An answer that is not what the API promises. */
export function toBadAnswerError(why: string, subject: string): AppError {
  return new AppError('engine.bad-answer', { subject: redact(subject), detail: redact(why) });
}

function codeFamily(code: string): AppErrorCode {
  // HPE_*: the HTTP parser's codes: something answers, but not HTTP.
  if (code.startsWith('HPE_') || code === 'EPROTO' || code.startsWith('ERR_SSL_WRONG_VERSION')) {
    return 'engine.bad-answer';
  }
  return /^ERR_(?:SSL|TLS)_/.test(code) ? 'engine.denied' : 'engine.failed';
}

function refusalCode(status: number, words: string): AppErrorCode {
  switch (status) {
    case 400:
      return codeByWords(words, [...versionWords, ...imageWords]) ?? 'engine.failed';
    case 401:
    case 403:
      return codeByWords(words, registryWords) ?? 'engine.denied';
    case 404:
      // Without a route the engine is too old, or no engine at all; with one, the thing is missing.
      if (/^(?:404 )?page not found|^not found$/i.test(words)) return 'engine.unsupported';
      return codeByWords(words, [...imageWords, ...registryWords]) ?? 'engine.not-found';
    case 405:
    case 501:
      return 'engine.unsupported';
    case 409:
      return 'engine.conflict';
    case 500:
      return codeByWords(words, [...imageWords, ...conflictWords, ...registryWords]) ?? 'engine.failed';
    case 502:
    case 503:
    case 504:
      return 'engine.unreachable';
    default:
      return status < 400 ? 'engine.bad-answer' : 'engine.failed';
  }
}

function codeByWords(words: string, table: Words): AppErrorCode | undefined {
  return table.find(([pattern]) => pattern.test(words))?.[1];
}

/** Docker answers `{message}`, Podman `{cause, message, response}`, proxies plain text. */
function messageOf(body: string): string {
  try {
    const answer: unknown = JSON.parse(body);
    if (typeof answer === 'object' && answer !== null && 'message' in answer)
      return String(answer.message).trim();
  } catch {
    // Not JSON: the text itself is the message.
  }
  return body.trim();
}
