import type { HistoryRow, ImageView } from '../../contract/views/image-view.ts';
import { toAppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { HistoryEntry } from '../../domain/image/history-entry.ts';
import { alignImage } from '../../domain/ledger/align-image.ts';
import { sharingImages } from '../../domain/ledger/sharing-images.ts';
import { unknown } from '../../domain/unknown.ts';
import type { Unknown } from '../../domain/unknown.ts';
import type { CoreDeps } from '../core-deps.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import type { EngineState } from '../engines/engine-state.ts';

/** One image in full: two calls, and the ledger of the last refresh for what is shared. */
export async function inspectImage(
  session: EngineSession,
  id: ImageId,
  deps: Pick<CoreDeps, 'sha256'>,
): Promise<ImageView> {
  const state = session.state ?? (await session.refresh());
  const signal = AbortSignal.timeout(60_000);
  const [detail, entries] = await Promise.all([
    session.engine.inspectImage(id, {}, signal),
    historyOf(session, id, signal),
  ]);
  const tagsOf = new Map(state.snapshot.images.map((image) => [image.id, image.tags]));
  return {
    id,
    platform: detail.platform,
    author: detail.author,
    comment: detail.comment,
    dockerVersion: detail.dockerVersion,
    config: detail.config,
    history: entries === unknown ? unknown : rowsOf(state, { id, entries }, deps),
    sharing: sharingImages(state.ledger, id).map((other) => ({ ...other, tags: tagsOf.get(other.id) ?? [] })),
    raw: detail.raw,
  };
}

/** Unknown when the engine cannot tell it: the containerd store needs every layer unpacked. */
async function historyOf(
  session: EngineSession,
  id: ImageId,
  signal: AbortSignal,
): Promise<readonly HistoryEntry[] | Unknown> {
  try {
    return await session.engine.imageHistory(id, {}, signal);
  } catch (error) {
    if (['engine.failed', 'engine.bad-answer', 'engine.unsupported'].includes(toAppError(error).code)) {
      return unknown;
    }
    throw error;
  }
}

function rowsOf(
  state: EngineState,
  { id, entries }: { readonly id: ImageId; readonly entries: readonly HistoryEntry[] },
  { sha256 }: Pick<CoreDeps, 'sha256'>,
): readonly HistoryRow[] {
  const image = state.snapshot.images.find((candidate) => candidate.id === id);
  const stacks = image === undefined || image.stacks === unknown ? [] : image.stacks;
  const platform = stacks[0]?.platform ?? '';
  return alignImage(state.ledger, { imageId: id, platform, entries }, sha256).map((step) => ({
    createdAtMs: step.entry.createdAtMs,
    createdBy: step.entry.createdBy,
    comment: step.entry.comment,
    kind: step.kind,
    diffId: step.diffId,
    chainId: step.chainId,
    bytes: step.bytes,
    heldByCount: step.heldByCount,
  }));
}
