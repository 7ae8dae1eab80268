import { once } from 'node:events';

import { engineKinds, isEngineKind } from './engine-kind.ts';
import { startEngine } from './start-engine.ts';

// Keeps one engine running for work by hand: node test/live/engines/run.ts docker-20
const kind = process.argv[2] ?? '';
if (!isEngineKind(kind)) {
  process.stderr.write(`usage: node test/live/engines/run.ts ${engineKinds.join('|')}\n`);
  process.exit(2);
}
const engine = await startEngine(kind);
process.stdout.write(`${engine.kind} ${engine.version}\n${engine.url}\n`);
process.stderr.write('Press Ctrl-C to stop it.\n');
const alive = setInterval(() => undefined, 60_000);
await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
clearInterval(alive);
