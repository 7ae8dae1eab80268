import type { AppError } from '../../domain/app-error.ts';
import { toBadAnswerError, toStreamError } from './to-app-error.ts';

/** Longer than any event or progress line; a label may be long. */
const longestLine = 1024 * 1024;
const shownOfBadLine = 120;

/** How lines are read. */
export interface LineOptions {
  /** In characters. */
  readonly limit?: number;
  /** What an `{"error"}` line means; by default what its words say. */
  readonly toError?: (words: string, subject: string) => AppError;
}

/**
 * The values of a stream that has one JSON value a line. Characters may be split over chunks and the last line may lack
 * its end; dockerode's own `followProgress` gets both wrong and takes `{"error"}` lines for progress.
 * Errors:  `engine.bad-answer` for what is not JSON or endless; what an `{"error"}` line means for such a line.
 */
export async function* readLines(
  chunks: AsyncIterable<Uint8Array>,
  subject: string,
  { limit = longestLine, toError = toStreamError }: LineOptions = {},
): AsyncGenerator<unknown, void, undefined> {
  const values = function* (line: string): Generator<unknown, void, undefined> {
    const text = line.trim();
    if (text === '') return;
    const value = parseJson(text, subject);
    const error = errorOf(value);
    if (error !== null) throw toError(error, subject);
    yield value;
  };
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield* values(line);
    if (rest.length > limit) throw toBadAnswerError(`a line longer than ${limit} characters`, subject);
  }
  yield* values(rest + decoder.decode());
}

function parseJson(text: string, subject: string): unknown {
  try {
    return JSON.parse(text, keepNanoseconds);
  } catch {
    const shown = text.length > shownOfBadLine ? `${text.slice(0, shownOfBadLine)}…` : text;
    throw toBadAnswerError(`a line that is not JSON: ${shown}`, subject);
  }
}

/** Nanoseconds since 1970 do not fit into a number: their digits are kept as text. */
function keepNanoseconds(key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return key === 'timeNano' && typeof value === 'number' ? (context?.source ?? String(value)) : value;
}

/** The words of an `{"error": "…"}` line, also of one that only has `errorDetail`. */
function errorOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if ('error' in value && typeof value.error === 'string') return value.error;
  if (!('errorDetail' in value)) return null;
  const { errorDetail } = value;
  const hasMessage = typeof errorDetail === 'object' && errorDetail !== null && 'message' in errorDetail;
  return hasMessage ? String(errorDetail.message) : JSON.stringify(errorDetail);
}
