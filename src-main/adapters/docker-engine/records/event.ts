import * as v from 'valibot';

import type { EngineEvent } from '../../../ports/engine/engine-events.ts';
import { labels, text } from './fields.ts';
import { readRecord } from './read-record.ts';

const eventRecord = v.object({
  Type: v.string(),
  Action: v.string(),
  Actor: v.nullish(v.object({ ID: text, Attributes: labels }), {}),
  time: v.nullish(v.number(), 0),
  // As text already: the line reader keeps its digits.
  timeNano: v.nullish(v.union([v.string(), v.number()]), 0),
});

const types: readonly EngineEvent['type'][] = ['image', 'container', 'builder'];

/** Reads one line of `GET /events`; null for a kind of event nobody asked for. */
export function readEvent(raw: unknown): EngineEvent | null {
  const record = readRecord(eventRecord, raw, 'GET /events');
  const type = types.find((known) => known === record.Type);
  if (type === undefined) return null;
  const nanoseconds = String(record.timeNano);
  const fromNanoseconds = Math.floor(Number(nanoseconds) / 1e6);
  return {
    type,
    action: record.Action,
    actorId: record.Actor.ID ?? '',
    name: record.Actor.Attributes?.['name'] ?? '',
    image: record.Actor.Attributes?.['image'] ?? '',
    timeMs: fromNanoseconds > 0 ? fromNanoseconds : record.time * 1000,
    timeNano: nanoseconds,
  };
}
