import { engineKinds, isEngineKind, type EngineKind } from './engines/engine-kind.ts';

/** The kind of engine this run is about; live tests never choose one by themselves, let alone the one in daily use. */
export function engineUnderTest(): EngineKind {
  const kind = process.env['ENGINE_UNDER_TEST'] ?? '';
  if (isEngineKind(kind)) return kind;
  throw new Error(`set ENGINE_UNDER_TEST to ${engineKinds.join(', ')}`);
}
