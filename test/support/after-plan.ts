import type { CleanupPlan, PlannedRemoval } from '#main/domain/cleanup/cleanup-plan.ts';
import type { PlanFacts } from '#main/domain/cleanup/plan-facts.ts';
import { binReference } from '#main/domain/cleanup/recycle-bin.ts';
import type { EngineImage } from '#main/domain/image/engine-snapshot.ts';

import { factsOf } from './small-snapshot.ts';

/** The facts after a plan ran: what an engine would hold then. */
export function afterPlan(plan: CleanupPlan, facts: PlanFacts): PlanFacts {
  const items = new Map(plan.remove.map((item) => [item.id, item]));
  const gone = new Set(plan.containers.map(({ id }) => id));
  const images = facts.snapshot.images.flatMap((image): readonly EngineImage[] => {
    const item = items.get(image.id);
    return item === undefined ? [image] : afterItem(item, image, facts.nowMs);
  });
  const containers = facts.snapshot.containers.filter(({ id }) => !gone.has(id));
  const left = factsOf({ ...facts.snapshot, images, containers });
  return { ...facts, snapshot: left.snapshot, reclaim: left.reclaim };
}

function afterItem(item: PlannedRemoval, image: EngineImage, nowMs: number): readonly EngineImage[] {
  const stays = (name: string): boolean => !item.references.includes(name);
  switch (item.effect) {
    case 'remove':
      return [];
    case 'untag':
      return [{ ...image, tags: image.tags.filter(stays), digests: image.digests.filter(stays) }];
    case 'park':
      return [{ ...image, tags: [binReference(image.id, nowMs)], digests: [] }];
    case 'remove-platforms': {
      const isLeft = ({ platform }: { platform: string }): boolean => !item.platforms.includes(platform);
      const stacks = image.stacks === 'unknown' ? image.stacks : image.stacks.filter(isLeft);
      return [{ ...image, manifests: image.manifests.filter(isLeft), stacks }];
    }
  }
}
