import type { EngineImage } from '../image/engine-snapshot.ts';

/**
 * References that must be dropped for an image to go: every tag, and each digest of a repository that has no tag here.
 * A digest beside a tag of the same repository goes with that repository's last tag, and on the containerd store it
 * *is* the tag's own record: dropping it by itself would drop the tag.
 * Shape:   sorted; empty for an image that has no name at all, which is removed by ID.
 * Source:  moby `daemon/images/image_delete.go` and `daemon/containerd/image_delete.go` (`getSameReferences`).
 */
export function droppableReferences({
  tags,
  digests,
}: Pick<EngineImage, 'tags' | 'digests'>): readonly string[] {
  if (tags.length + digests.length <= 1) return [...tags, ...digests];
  const tagged = new Set(tags.map((tag) => tag.slice(0, tag.lastIndexOf(':'))));
  const alone = digests.filter((digest) => !tagged.has(digest.slice(0, digest.lastIndexOf('@'))));
  return [...new Set([...tags, ...alone])].sort();
}
