import { AppError } from '../../../domain/app-error.ts';
import type { EngineEvent, EventsFrom } from '../../../ports/engine/engine-events.ts';
import type { Connection } from '../connection.ts';
import { readLines } from '../read-lines.ts';
import { readEvent } from '../records/event.ts';

const subject = 'events';
const filters = JSON.stringify({ type: ['image', 'container', 'builder'] });

/** `GET /events`, one JSON object a line, until the signal is aborted. */
export async function* followEvents(
  connection: Connection,
  from: EventsFrom & { readonly onOpen?: () => void },
  signal: AbortSignal,
): AsyncGenerator<EngineEvent, void, undefined> {
  const query = { filters, ...(from.sinceMs !== undefined && { since: formatSince(from.sinceMs) }) };
  const deadlineMs = connection.deadlines.eventsOpenMs;
  try {
    const call = { path: '/events', query, deadlineMs, signal, subject };
    const chunks = connection.stream(call, () => from.onOpen?.());
    for await (const line of readLines(chunks, subject)) {
      const event = readEvent(line);
      if (event !== null) yield event;
    }
  } catch (thrown) {
    if (signal.aborted && thrown instanceof AppError && thrown.code === 'cancelled') return;
    throw thrown;
  }
  // Nothing but the engine's end ends the stream of its events.
  throw new AppError('engine.unreachable', { subject, detail: 'the engine ended the stream of events' });
}

/** `seconds.nanoseconds`, the only form that keeps parts of a second. */
function formatSince(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return `${seconds}.${String(Math.floor(ms % 1000)).padStart(3, '0')}000000`;
}
