import { build, isBuilt } from '#main/shells/launch/build-state.ts';
import { projectRoot } from '#main/shells/project-root.ts';

/** Builds before any of these tests, unless `out/` is newer than every source. */
export function setup(): void {
  const root = projectRoot();
  if (!isBuilt(root)) build(root);
}
