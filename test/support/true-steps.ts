import type { DiffId } from '#main/domain/image/hashes.ts';
import { toDiffId } from '#main/domain/image/hashes.ts';
import type { HistoryEntry } from '#main/domain/image/history-entry.ts';
import { emptyDiffId } from '#main/domain/layer/empty-layer.ts';

/** One build step: what it is, and what it puts into its layer if it makes one. */
export interface StepRecipe {
  readonly kind: number;
  readonly content: number;
}

/** A step as history tells it, with what history does not tell: the layer. */
export interface TrueStep {
  readonly entry: Omit<HistoryEntry, 'bytes'>;
  /** Content of the layer; null when the step made none. */
  readonly content: number | null;
}

/** DiffID of a content; 0 is the empty layer. */
export function diffIdOf(content: number): DiffId {
  if (content === 0) return emptyDiffId;
  return toDiffId(`sha256:${'d'.repeat(56)}${content.toString(16).padStart(8, '0')}`);
}

/** Steps as Docker's two builders write them, the ambiguous ones included. */
export function toStep({ kind, content }: StepRecipe, sizes: readonly number[]): TrueStep {
  const legacy = { createdAtMs: 1000, comment: '', imageId: null };
  const buildKit = { ...legacy, comment: 'buildkit.dockerfile.v0' };
  switch (kind) {
    case 0:
      return { entry: { ...legacy, createdBy: `/bin/sh -c make ${content}` }, content };
    case 1:
      return { entry: { ...legacy, createdBy: '/bin/sh -c #(nop)  CMD ["sh"]' }, content: null };
    case 2:
      // Nothing changed: the legacy builder leaves the layer out.
      return { entry: { ...legacy, createdBy: '/bin/sh -c true' }, content: null };
    case 3: {
      // Makes the folder, which has no bytes, or finds it there.
      const makesFolder = content > 4 && (sizes[content] ?? 0) === 0;
      return {
        entry: { ...legacy, createdBy: '/bin/sh -c #(nop) WORKDIR /app' },
        content: makesFolder ? content : null,
      };
    }
    case 4:
      return { entry: { ...buildKit, createdBy: `RUN /bin/sh -c make ${content} # buildkit` }, content };
    case 5:
      return { entry: { ...buildKit, createdBy: 'ENV A=1' }, content: null };
    default:
      return { entry: { ...buildKit, createdBy: 'WORKDIR /app' }, content };
  }
}
