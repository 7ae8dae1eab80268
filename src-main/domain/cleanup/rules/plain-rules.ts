import type { ImageId } from '../../image/hashes.ts';
import { goes, type RuleReading, type RuleScope, stays } from './rule-reading.ts';

/** Untagged, and no image was built on it. Candidates without a tag never have children. */
export function readDangling(): RuleReading {
  const [untagged, tagged] = [goes('dangling'), stays('tagged')];
  return { verdictOf: ({ tags }) => (tags.length === 0 ? untagged : tagged), notes: [] };
}

/** No container was created from it or mounts it. */
export function readUnused({ index: { relations } }: RuleScope): RuleReading {
  const [unused, used, mounted] = [
    goes('unused'),
    stays('in-use-by-container'),
    stays('mounted-by-container'),
  ];
  return {
    verdictOf: ({ id }) => (relations.isUsed(id) ? used : relations.isMounted(id) ? mounted : unused),
    notes: [],
  };
}

/** A reference it once had names another image now, and it has no other. */
export function readSuperseded({ index }: RuleScope): RuleReading {
  const { formerReferences } = index.facts.past;
  const [superseded, tagged, still] = [goes('superseded'), stays('tagged'), stays('not-superseded')];
  const holders = new Map<string, ImageId>();
  if (formerReferences.size > 0) {
    for (const { id, tags } of index.images) for (const tag of tags) holders.set(tag, id);
  }
  return {
    verdictOf: ({ id, tags }) => {
      if (tags.length > 0) return tagged;
      const movedOn = formerReferences.get(id)?.some((reference) => holders.has(reference)) ?? false;
      return movedOn ? superseded : still;
    },
    notes: [],
  };
}
