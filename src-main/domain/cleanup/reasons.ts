/** Why an image goes. */
export type RemoveReason =
  /** No tag points to it and no image was built on it. */
  | 'dangling'
  /** No container, running or stopped, was created from it. */
  | 'unused'
  /** A person picked it. */
  | 'picked'
  /** An untagged step of the legacy builder that nothing but removed images needs. */
  | 'goes-with-child';

/** Why an image stays. */
export type KeepReason =
  /** A container, running or stopped, was created from it. */
  | 'in-use-by-container'
  /** A container mounts it. */
  | 'mounted-by-container'
  /** An image that stays was built on it. */
  | 'has-kept-child'
  /** It has a tag, and only dangling images were asked for. */
  | 'tagged'
  /** Nobody picked it. */
  | 'not-picked'
  /** An intermediate step of an image that stays. */
  | 'intermediate';

/** Every remove reason, for the catalogues. */
export const removeReasons: readonly RemoveReason[] = ['dangling', 'unused', 'picked', 'goes-with-child'];
