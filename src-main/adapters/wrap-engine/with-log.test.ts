import { expect, test } from 'vitest';

import { copy } from '../memory-engine/dockerfile-steps.ts';
import { openMemoryEngine } from '../memory-engine/memory-engine.ts';
import { population } from '../memory-engine/population.ts';
import { withLog, type EngineCallRecord } from './with-log.ts';

test('every call is told once, when it ends, with its outcome', async () => {
  const inner = openMemoryEngine(population().image('app:1', { steps: [copy('app', 10)] }));
  const records: EngineCallRecord[] = [];
  let nowMs = 100;
  const engine = withLog(inner, (record) => records.push(record), { now: () => (nowMs += 7) });
  await engine.listImages();
  await engine.tagImage('app:1', 'app:2');
  await expect(engine.inspectImage('none:1')).rejects.toMatchObject({ code: 'engine.not-found' });
  await expect(engine.ping(AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  expect(records).toEqual([
    { operation: 'listImages', subject: '', ms: 7, outcome: 'ok' },
    { operation: 'tagImage', subject: 'app:1', ms: 7, outcome: 'ok' },
    { operation: 'inspectImage', subject: 'none:1', ms: 7, outcome: 'engine.not-found' },
    { operation: 'ping', subject: '', ms: 7, outcome: 'cancelled' },
  ]);
});
