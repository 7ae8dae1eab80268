import type { EngineSnapshot } from '../image/engine-snapshot.ts';
import { boundBytes, isExact, type ByteBound } from '../ledger/byte-bound.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import type { ImageRelations } from './image-relations.ts';
import type { Sha256 } from './plan-facts.ts';
import type { PlanIndex } from './plan-index.ts';

/** A fingerprint taken apart: enough to say *what* differs between two plans, not only that something does. */
export interface PlanFingerprint {
  readonly engine: string;
  readonly promised: ByteBound;
  readonly items: string;
}

/** What a fingerprint is taken of, besides the plan. */
export interface FingerprintParts {
  readonly index: Pick<PlanIndex, 'facts' | 'byId'>;
  /** As they are once the containers of the plan are gone. */
  readonly relations: ImageRelations;
  readonly sha256: Sha256;
}

/**
 * What a plan relies on, as a short text: the engine, the promise, the containers that go first, and of every image that
 * goes or loses something what is done to it, its names, parent, children and containers, and its manifests where only
 * some of them go. Not the images that stay, so that an unrelated new image changes nothing.
 * Shape:   `<16 hex of the engine>.<e|a><bytes>.<64 hex of the items>`; opaque outside this file.
 */
export function planFingerprint(
  plan: Pick<CleanupPlan, 'containers' | 'remove' | 'frees'>,
  { index, relations, sha256 }: FingerprintParts,
): string {
  const items = plan.remove.map(({ id, effect, references, platforms }) => {
    const image = index.byId.get(id);
    const containers = relations.containersOf(id).map((container) => container.id);
    const names = [image?.tags ?? [], image?.digests ?? []];
    const kin = [image?.parentId ?? null, relations.childrenOf(id), containers];
    // What goes as a whole loses all its names, and no platforms apart.
    if (effect === 'remove' || effect === 'park') return [id, effect, ...names, ...kin];
    const here = (image?.manifests ?? []).filter(({ available }) => available).map(({ digest }) => digest);
    return [id, effect, ...names, ...kin, references, platforms, here];
  });
  const first = plan.containers.map(({ id, imageId }) => [id, imageId]);
  const { total } = plan.frees;
  const promise = `${isExact(total) ? 'e' : 'a'}${boundBytes(total)}`;
  return `${engineMark(index.facts.snapshot, sha256)}.${promise}.${sha256(JSON.stringify([first, items]))}`;
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
