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

/**
 * Does one item of a plan: drops its references one by one, or removes the image by ID, and looks again just before
 * each step, because somebody else may have moved a reference since the plan was checked.
 * Shape:   one result per reference; one for the image when it has none or still stands after its last reference.
 * Errors:  only when the engine is gone (`engine.unreachable`, `engine.timeout`); what concerns this item alone is a result.
 */
export async function removeItem(input: RemoveItemInput): Promise<readonly ItemResult[]> {
  const results: ItemResult[] = [];
  for (const reference of input.item.references) {
    const result = await attempt({ id: input.item.id, reference }, () => dropReference(input, reference));
    results.push(result);
    if (result.outcome === 'blocked' || result.outcome === 'failed') return results;
  }
  const last = results.at(-1);
  if (input.item.effect === 'untag' || last?.outcome === 'removed') return results;
  if (last?.outcome === 'gone' && (await isGone(input))) return results;
  return [...results, await attempt({ id: input.item.id }, () => removeById(input))];
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

async function isGone({ engine, item, signal }: RemoveItemInput): Promise<boolean> {
  try {
    await engine.inspectImage(item.id, {}, signal);
    return false;
  } catch (error) {
    if (toAppError(error).code === 'engine.not-found') return true;
    throw error;
  }
}

function outcomeOf(reply: RemovalReply, id: ImageId): 'removed' | 'untagged' {
  return reply.removedImages.includes(id) ? 'removed' : 'untagged';
}

async function attempt(
  about: { readonly id: ImageId; readonly reference?: string },
  step: () => Promise<ItemResult['outcome']>,
): Promise<ItemResult> {
  try {
    return { ...about, outcome: await step() };
  } catch (thrown) {
    const error = toAppError(thrown);
    if (isEngineGone(error)) throw error;
    if (error.code === 'engine.not-found') return { ...about, outcome: 'gone' };
    return {
      ...about,
      outcome: error.code === 'engine.conflict' ? 'blocked' : 'failed',
      error: error.toData(),
    };
  }
}

function isEngineGone(error: AppError): boolean {
  return ['engine.unreachable', 'engine.timeout', 'engine.denied', 'bug'].includes(error.code);
}
