import type { ItemResult } from '../../contract/views/job-view.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { EngineImages, ImageDetail, RemovalReply } from '../../ports/engine/engine-images.ts';

/** One item of a plan, and the images earlier items already took along. */
export interface RemoveItemInput {
  readonly engine: EngineImages;
  readonly item: PlannedRemoval;
  readonly signal: AbortSignal;
}

/** What became of an item. */
export interface ItemEnd {
  readonly results: readonly ItemResult[];
  /** Set when the engine went away: what is in `results` was done all the same. */
  readonly lost: AppError | null;
}

/**
 * Does one item of a plan: drops its references one by one, or removes the image by ID, and looks again just before
 * each step, because somebody else may have moved a reference since the plan was checked.
 * Shape:   one result per reference; one for the image when it has none or still stands after its last reference.
 * Errors:  none; an engine that is gone is told in `lost`, so that what was done before is not forgotten.
 */
export async function removeItem(input: RemoveItemInput): Promise<ItemEnd> {
  const results: ItemResult[] = [];
  const step = async (reference: string | null): Promise<AppError | null> => {
    const about = { id: input.item.id, ...(reference === null ? {} : { reference }) };
    const { result, lost } = await attempt(about, () =>
      reference === null ? removeById(input) : dropReference(input, reference),
    );
    results.push(result);
    return lost;
  };
  for (const reference of input.item.references) {
    const lost = await step(reference);
    const outcome = results.at(-1)?.outcome;
    if (lost !== null || outcome === 'blocked' || outcome === 'failed') return { results, lost };
  }
  // Removed with its last reference; otherwise by ID, which says `gone` when somebody else was quicker.
  if (input.item.effect === 'untag' || results.at(-1)?.outcome === 'removed') return { results, lost: null };
  const lost = await step(null);
  if (results.length > 1 && results.at(-1)?.outcome === 'gone') results.pop();
  return { results, lost };
}

async function dropReference(input: RemoveItemInput, reference: string): Promise<ItemResult['outcome']> {
  const { engine, item, signal } = input;
  const now = await engine.inspectImage(reference, {}, signal);
  if (now.id !== item.id) {
    throw new AppError('engine.conflict', {
      subject: reference,
      detail: `it now names another image, ${now.id}`,
    });
  }
  if (item.effect === 'untag' && isLastTag(now, reference)) {
    throw new AppError('engine.conflict', {
      subject: reference,
      detail: 'it has become the last reference of the image, which the plan keeps',
    });
  }
  return outcomeOf(await engine.untagImage(reference, signal), item.id);
}

function isLastTag(now: ImageDetail, reference: string): boolean {
  return now.tags.every((tag) => tag === reference);
}

async function removeById({ engine, item, signal }: RemoveItemInput): Promise<ItemResult['outcome']> {
  const now = await engine.inspectImage(item.id, {}, signal);
  const unplanned = now.tags.filter((tag) => !item.references.includes(tag));
  if (unplanned.length > 0) {
    throw new AppError('engine.conflict', {
      subject: item.id,
      detail: `it got a reference the plan does not know: ${unplanned.join(', ')}`,
    });
  }
  await engine.removeImage(item.id, signal);
  return 'removed';
}

function outcomeOf(reply: RemovalReply, id: ImageId): 'removed' | 'untagged' {
  return reply.removedImages.includes(id) ? 'removed' : 'untagged';
}

async function attempt(
  about: { readonly id: ImageId; readonly reference?: string },
  step: () => Promise<ItemResult['outcome']>,
): Promise<{ readonly result: ItemResult; readonly lost: AppError | null }> {
  try {
    return { result: { ...about, outcome: await step() }, lost: null };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'engine.not-found') return { result: { ...about, outcome: 'gone' }, lost: null };
    const outcome = error.code === 'engine.conflict' ? 'blocked' : 'failed';
    return { result: { ...about, outcome, error: error.toData() }, lost: isEngineGone(error) ? error : null };
  }
}

function isEngineGone(error: AppError): boolean {
  return ['engine.unreachable', 'engine.timeout', 'engine.denied', 'bug'].includes(error.code);
}
