/** Why an image goes. The words of the rules, and what is nobody's rule. */
export const removeReasons = [
  /** No tag points to it and no image was built on it. */
  'dangling',
  /** No container, running or stopped, was created from it. */
  'unused',
  /** No container has run it for as long as was asked. */
  'not-used-since',
  'older-than',
  /** Newer images of its repositories are kept. */
  'beyond-last',
  /** Its tag moved on to another image. */
  'superseded',
  /** Its registry gives the same digest again. */
  're-pullable',
  /** Platforms this engine never runs. */
  'platforms-never-run',
  /** Another image that stays holds the same layers. */
  'duplicate',
  /** Part of the set of least regret that frees what was asked. */
  'frees-enough',
  /** A person picked it. */
  'picked',
  /** It was in the recycle bin. */
  'in-bin',
  /** An untagged step of the legacy builder that nothing but removed images needs. */
  'goes-with-child',
] as const;

/** Why an image goes. */
export type RemoveReason = (typeof removeReasons)[number];

/** Why an image stays. */
export const keepReasons = [
  'pinned',
  /** It lies in the recycle bin, which no policy touches. */
  'parked',
  /** A container, running or stopped, was created from it. */
  'in-use-by-container',
  /** A container mounts it. */
  'mounted-by-container',
  /** An image that stays was built on it. */
  'has-kept-child',
  /** It has a tag, and only untagged images were asked for. */
  'tagged',
  /** It has no tag, and only images of a repository were asked for. */
  'untagged',
  'used-recently',
  /** Use has not been recorded for long enough to say that it was not used. */
  'use-not-known',
  'too-young',
  /** When it was built is not known: reproducible builds set a time before there were images, and a clock may be ahead. */
  'age-not-known',
  /** Among the newest of a repository. */
  'among-last',
  /** A tag of it is no semantic version. */
  'no-version',
  /** No tag of it is known to have moved on. */
  'not-superseded',
  /** A registry was not asked, did not answer, or gives something else. */
  'not-re-pullable',
  'no-other-platforms',
  /** No other image holds the same layers, or it is the one that is kept of them. */
  'only-copy',
  /** Enough comes free without it. */
  'not-needed',
  /** Nobody picked it. */
  'not-picked',
  /** It is not in the recycle bin, or not long enough. */
  'not-in-bin',
  /** An intermediate step of an image that stays. */
  'intermediate',
  /** The policy has no rules. */
  'no-rule',
] as const;

/** Why an image stays. */
export type KeepReason = (typeof keepReasons)[number];
