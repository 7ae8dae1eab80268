/**
 * A string that names an image, taken apart and made whole: the registry and `library/` are filled in.
 * With both a tag and a digest, the digest decides and the tag is kept for display.
 * Source: distribution/reference, grammar in `reference.go`.
 */
export interface Reference {
  /** Host and port: `docker.io`, `localhost:5000`, `[2001:db8::1]:5000`. */
  readonly registry: string;
  /** Path inside the registry, at most 255 characters: `library/ubuntu`. */
  readonly repository: string;
  /** null when none was given; `latest` is then meant unless there is a digest. */
  readonly tag: string | null;
  /** `algorithm:hex` of a manifest or index; null when none was given. */
  readonly digest: string | null;
}

/** Every way in which a reference can be wrong. Closed: each has a sentence in both languages. */
export const referenceProblemCodes = [
  /** Nothing at all. */
  'empty',
  /** A space, tab, line break or other invisible character. */
  'whitespace',
  /** `https://` in front: a reference is not a URL. */
  'scheme',
  /** 64 hex digits alone: the engine reads them as an image ID. */
  'identifier',
  /** A character no host name has. */
  'registry-character',
  /** A part of the host name is empty, or begins or ends with `-`. */
  'registry-label',
  /** The port is not a number. */
  'registry-port',
  /** An IPv6 address without `[` and `]`. */
  'ipv6-brackets',
  /** Between `[` and `]` is no IPv6 address. */
  'ipv6-address',
  /** Only a registry, a tag or a digest: no repository. */
  'repository-missing',
  /** Repositories are lower-case. */
  'repository-uppercase',
  /** A character no repository has. */
  'repository-character',
  /** A component begins or ends with `.`, `_` or `-`. */
  'separator-edge',
  /** Separators side by side that are neither `__` nor dashes. */
  'separator-double',
  /** Two slashes side by side, or one at the beginning or the end. */
  'component-empty',
  /** More than 255 characters. */
  'repository-too-long',
  /** A colon with nothing behind it. */
  'tag-empty',
  /** Tags begin with a letter, a digit or `_`. */
  'tag-start',
  /** A character no tag has. */
  'tag-character',
  /** More than 128 characters. */
  'tag-too-long',
  /** An `@` with nothing behind it. */
  'digest-empty',
  /** What stands before the colon of the digest is no algorithm's name, or there is no colon. */
  'digest-algorithm',
  /** An algorithm engines do not know: they know sha256, sha384 and sha512. */
  'digest-unsupported',
  /** A character that is no hex digit. */
  'digest-character',
  /** Hex digits of a digest are lower-case. */
  'digest-uppercase',
  /** Too few or too many hex digits: sha256 has 64. */
  'digest-length',
] as const;

/** The code of a `ReferenceProblem`. */
export type ReferenceProblemCode = (typeof referenceProblemCodes)[number];

/** What exactly is wrong with a reference, and where: the part to underline. */
export interface ReferenceProblem {
  readonly code: ReferenceProblemCode;
  /** Offset of the wrong part in the text, in UTF-16 units as strings count. */
  readonly at: number;
  /** Its length; 0 only when the text is empty. */
  readonly length: number;
}

/** The tag that is meant where neither a tag nor a digest is given. */
export const defaultTag = 'latest';
