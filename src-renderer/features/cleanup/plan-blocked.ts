import type { CleanupPlan, PlannedKeep } from '#main/domain/cleanup/cleanup-plan.ts';
import type { KeepReason } from '#main/domain/cleanup/reasons.ts';
import type { ContainerState, EngineContainer } from '#main/domain/image/engine-snapshot.ts';

/** What would go but for its containers. */
export interface Blocked {
  readonly images: readonly PlannedKeep[];
  /** Every container of those, each once, stopped ones first. */
  readonly containers: readonly EngineContainer[];
  /** Stopped containers without which at least one of those images could go. */
  readonly removable: readonly EngineContainer[];
}

const byContainer: ReadonlySet<KeepReason> = new Set<KeepReason>([
  'in-use-by-container',
  'mounted-by-container',
]);
/** A container in any other state does something, or may: it is nobody's to remove. */
const stopped: ReadonlySet<ContainerState> = new Set<ContainerState>(['created', 'exited', 'dead']);

/** Images that only containers keep. Others would stay without the containers too: nothing is won by removing those. */
export function blockedByContainers(keep: CleanupPlan['keep']): Blocked {
  const images = keep.filter(
    ({ reasons, containers }) => containers.length > 0 && reasons.every((reason) => byContainer.has(reason)),
  );
  const all = unique(images.flatMap(({ containers }) => containers));
  const removable = unique(
    images
      .filter(({ containers }) => containers.every(({ state }) => stopped.has(state)))
      .flatMap(({ containers }) => containers),
  );
  const containers = all.toSorted((a, b) => Number(stopped.has(b.state)) - Number(stopped.has(a.state)));
  return { images, containers, removable };
}

function unique(containers: readonly EngineContainer[]): readonly EngineContainer[] {
  return [...new Map(containers.map((container) => [container.id, container])).values()];
}
