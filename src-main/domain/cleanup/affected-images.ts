import type { ImageId } from '../image/hashes.ts';
import { countsOfTops, sumDownwards } from '../ledger/holder-counts.ts';
import type { ReclaimModel } from '../ledger/reclaim-model.ts';
import type { AffectedImage } from './cleanup-plan.ts';

/** What changes for images that stay. */
export interface AffectedInput {
  readonly reclaim: ReclaimModel;
  /** Images that go. */
  readonly gone: ReadonlySet<ImageId>;
  /** Whether a container holds the layers of an image: then they are on disk whatever else goes. */
  readonly isHeld: (id: ImageId) => boolean;
}

/**
 * Images that stay and whose numbers will be others: layers they shared only with what goes become their own.
 * Shape:   in the order of the model, each image once.
 * Unknown: on the containerd store an image that was loaded when all its layers were there already does not hold them: they
 *          go with the images that do, and nothing tells loaded from pulled (ENGINES §3.3). So an image whose *whole* stack
 *          only images that go hold besides is marked `may-lose-layers`, unless a container holds it.
 */
export function affectedImages({ reclaim, gone, isHeld }: AffectedInput): readonly AffectedImage[] {
  if (gone.size === 0) return [];
  const parents = Int32Array.from(reclaim.edgeParents);
  const [all, staying, numbers] = [0, 1, 2].map(() => new Int32Array(parents.length));
  if (all === undefined || staying === undefined || numbers === undefined) return [];
  for (const [number, { id, tops }] of reclaim.images.entries()) {
    const stays = !gone.has(id);
    for (const { at, by } of countsOfTops(tops, parents)) {
      all[at] = (all[at] ?? 0) + by;
      if (!stays) continue;
      staying[at] = (staying[at] ?? 0) + by;
      // Where only one stays, the sum of their numbers is its number.
      numbers[at] = (numbers[at] ?? 0) + by * number;
    }
  }
  for (const counts of [all, staying, numbers]) sumDownwards(counts, parents);
  const isLeftAlone = (edge: number): boolean => staying[edge] === 1 && (all[edge] ?? 0) > 1;
  const left = new Set<number>();
  for (let edge = 0; edge < parents.length; edge += 1) if (isLeftAlone(edge)) left.add(numbers[edge] ?? -1);
  return reclaim.images.flatMap(({ id, tops }, number): readonly AffectedImage[] => {
    if (!left.has(number)) return [];
    const mayLose = reclaim.store === 'containerd' && tops.some(isLeftAlone) && !isHeld(id);
    return [{ id, change: mayLose ? 'may-lose-layers' : 'becomes-exclusive' }];
  });
}
