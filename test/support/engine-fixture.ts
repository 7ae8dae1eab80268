import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', 'fixtures', 'engine');

/** One captured answer. */
export interface CapturedAnswer {
  readonly request: string;
  readonly status: number;
  readonly body: unknown;
}

/** Every engine of which answers were captured. */
export const capturedEngines: readonly string[] = readdirSync(root).filter((name) =>
  statSync(join(root, name)).isDirectory(),
);

/** The body of `<engine>/<file>.json`. */
export function fixtureBody(engine: string, file: string): unknown {
  return (JSON.parse(readFileSync(join(root, engine, `${file}.json`), 'utf8')) as CapturedAnswer).body;
}

/** The answers of `<engine>/removals.json` or `refusals.json`. */
export function fixtureAnswers(engine: string, file: string): readonly CapturedAnswer[] {
  return JSON.parse(readFileSync(join(root, engine, `${file}.json`), 'utf8')) as CapturedAnswer[];
}

/** The bytes of `<engine>/events.ndjson`. */
export function fixtureEvents(engine: string): Buffer {
  return readFileSync(join(root, engine, 'events.ndjson'));
}
