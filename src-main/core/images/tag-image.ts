import type { TagOutcome } from '../../contract/operations/images.ts';
import { toAppError } from '../../domain/app-error.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { requireImage, requireTag } from './require-reference.ts';

/** Gives an image one more reference, and says which image lost it. */
export async function tagImage(
  session: EngineSession,
  { source, target }: { readonly source: string; readonly target: string },
): Promise<TagOutcome> {
  const from = requireImage(source);
  const reference = requireTag(target);
  const { engine } = session;
  const before = await idOf(session, reference);
  await engine.tagImage(from, reference, AbortSignal.timeout(60_000));
  const after = await idOf(session, reference);
  return { reference, takenFrom: before !== null && before !== after ? before : null };
}

async function idOf(session: EngineSession, reference: string): Promise<string | null> {
  try {
    return (await session.engine.inspectImage(reference, {}, AbortSignal.timeout(60_000))).id;
  } catch (error) {
    if (toAppError(error).code === 'engine.not-found') return null;
    throw error;
  }
}
