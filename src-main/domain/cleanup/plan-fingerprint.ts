import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import { boundBytes, isExact, type ByteBound } from '../ledger/byte-bound.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import type { ImageRelations } from './image-relations.ts';
import type { PlanFacts, Sha256 } from './plan-facts.ts';

/** A fingerprint taken apart: enough to say *what* differs between two plans, not only that something does. */
export interface PlanFingerprint {
  readonly engine: string;
  readonly promised: ByteBound;
  readonly items: string;
}

/**
 * What a plan relies on, as a short text: the engine, the promise, and of every image that goes or loses tags its
 * names, parent, children and containers. Not the images that stay, so that an unrelated new image changes nothing.
 * Shape:   `<16 hex of the engine>.<e|a><bytes>.<64 hex of the items>`; opaque outside this file.
 */
export function planFingerprint(
  plan: Pick<CleanupPlan, 'remove' | 'frees'>,
  { facts, relations, sha256 }: { facts: PlanFacts; relations: ImageRelations; sha256: Sha256 },
): string {
  const images = new Map(facts.snapshot.images.map((image) => [image.id, image]));
  const items = plan.remove.map(({ id, effect, references }) => {
    const image = images.get(id);
    const containers = relations.containersOf(id).map((container) => container.id);
    const names = [image?.tags ?? [], image?.digests ?? []];
    return [id, effect, references, ...names, image?.parentId ?? null, relations.childrenOf(id), containers];
  });
  const { total } = plan.frees;
  const promise = `${isExact(total) ? 'e' : 'a'}${boundBytes(total)}`;
  return `${engineMark(facts.snapshot, sha256)}.${promise}.${sha256(JSON.stringify(items))}`;
}

/** Reads a fingerprint; null for a text that is none. */
export function parseFingerprint(text: string): PlanFingerprint | null {
  const [, engine, kind, bytes, items] = /^([0-9a-f]{16})\.([ea])(\d+)\.([0-9a-f]{64})$/.exec(text) ?? [];
  if (engine === undefined || bytes === undefined || items === undefined) return null;
  const promised = kind === 'e' ? { exact: Number(bytes) } : { atLeast: Number(bytes) };
  return { engine, promised, items };
}

/** The part of a fingerprint that stands for the engine and its store: a daemon can come back with the other one. */
export function engineMark({ engineId, store }: EngineSnapshot, sha256: Sha256): string {
  return sha256(JSON.stringify([engineId, store])).slice(0, 16);
}
