import type { IncomingMessage } from 'node:http';

import { AppError, toAppError } from '../../domain/app-error.ts';
import { toBadAnswerError } from './to-app-error.ts';

/** Far above the list of 100,000 images, far below what would end the process. */
const longestAnswerBytes = 256 * 1024 * 1024;

/**
 * The body of an answer as text. Rejects as soon as the connection is cut in its middle, the signal is aborted or the
 * body is absurdly long; dockerode alone would wait for ever on a cut body (docker-modem 5.0.7: no `error` handler on
 * the response). Errors of the response itself need a listener elsewhere: here its end says all.
 */
export function readBody(
  response: IncomingMessage,
  signal: AbortSignal,
  limitBytes: number = longestAnswerBytes,
): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (error: Error): void => {
      reject(error);
      response.destroy();
    };
    const onAbort = (): void => fail(toAppError(signal.reason));
    const cut = (): void =>
      reject(new AppError('engine.unreachable', { detail: 'the answer was cut short' }));
    response.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else fail(toBadAnswerError(`the answer is longer than ${limitBytes} bytes`, ''));
    });
    response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    // Comes after an error too, and in any case.
    response.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      if (!response.readableEnded) cut();
    });
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (response.destroyed) cut();
  });
}
