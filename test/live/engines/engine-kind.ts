/** Which engine a test runs against: Debian's own, or the newer one in a debootstrapped tree with either image store. */
export type EngineKind = 'docker-20' | 'docker-28-classic' | 'docker-28-containerd';

/** Every kind, oldest first. */
export const engineKinds: readonly EngineKind[] = ['docker-20', 'docker-28-classic', 'docker-28-containerd'];

/** Whether a text names a kind. */
export function isEngineKind(text: string): text is EngineKind {
  return engineKinds.some((kind) => kind === text);
}

/** Oldest major version that still is what the kind's name promises; distributions move on to newer ones. */
export function oldestMajorOf(kind: EngineKind): number {
  return kind === 'docker-20' ? 20 : 28;
}

/** Storage driver as `/info` names it: anything else would make the size checks mean something else. */
export function driverOf(kind: EngineKind): string {
  return kind === 'docker-28-containerd' ? 'overlayfs' : 'overlay2';
}
