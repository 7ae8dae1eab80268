import type { ImageRow, LayerFamily } from '#main/contract/views/engine-view.ts';
import type { ReclaimModel } from '#main/domain/ledger/reclaim-model.ts';
import { isKnown } from '#main/domain/unknown.ts';

/** Bytes on disk of one base and everything that stands on it, each layer once. */
export interface FamilyShare {
  readonly family: LayerFamily;
  readonly bytes: number;
}

/** How the disk divides among bases, largest first. Layers of unknown size count as nothing here. */
export function familyShares(
  model: ReclaimModel,
  rows: ReadonlyMap<string, ImageRow>,
): readonly FamilyShare[] {
  const roots = rootsOf(model);
  const families = new Map<number, LayerFamily>();
  for (const image of model.images) {
    const row = rows.get(image.id);
    const root = roots[image.tops[0] ?? -1];
    if (row !== undefined && root !== undefined) families.set(root, row.family);
  }
  const bytes = new Map<LayerFamily['key'], FamilyShare>();
  for (const [edge, root] of roots.entries()) {
    const family = families.get(root);
    const own = model.edgeBytes[edge];
    if (family === undefined || own === undefined || !isKnown(own)) continue;
    bytes.set(family.key, { family, bytes: (bytes.get(family.key)?.bytes ?? 0) + own });
  }
  return [...bytes.values()].toSorted((a, b) => b.bytes - a.bytes);
}

/** The bottom edge below each edge: a parent comes before its children, so one pass is enough. */
function rootsOf(model: ReclaimModel): readonly number[] {
  const roots: number[] = [];
  for (const [edge, parent] of model.edgeParents.entries()) roots.push(roots[parent] ?? edge);
  return roots;
}
