/** A version that has a place in an order. */
export interface SemanticVersion {
  /** Major, minor, patch: digits without leading zeros, of any length. */
  readonly core: readonly string[];
  /** Identifiers of a pre-release; empty for a release, which comes after all of its pre-releases. */
  readonly preRelease: readonly string[];
}

const coreNumber = /^(?:0|[1-9][0-9]*)$/;
const identifier = /^[0-9A-Za-z-]+$/;

/**
 * Reads a tag as a version: `1.2.3`, `v1.2.3`, `1.2.3-rc.1`.
 * Shape:   null for everything else. `1.2` and `1` are no versions: such tags move along with the newest of a line, and what
 *          they point to is in use as that. A tag cannot hold build metadata, for it has no `+`. `1.2.3-alpine` is a
 *          pre-release by the letter of the specification, and comes before `1.2.3`.
 * Source:  Semantic Versioning 2.0.0, items 2, 9 and 11.
 */
export function parseVersion(tag: string): SemanticVersion | null {
  const text = tag.startsWith('v') ? tag.slice(1) : tag;
  const dash = text.indexOf('-');
  const core = (dash < 0 ? text : text.slice(0, dash)).split('.');
  if (core.length !== 3 || !core.every((part) => coreNumber.test(part))) return null;
  const preRelease = dash < 0 ? [] : text.slice(dash + 1).split('.');
  const isGood = preRelease.every(
    (part) => identifier.test(part) && (!isNumber(part) || coreNumber.test(part)),
  );
  return isGood ? { core, preRelease } : null;
}

/** Negative when `a` comes before `b`. Source:  Semantic Versioning 2.0.0, item 11. */
export function compareVersions(a: SemanticVersion, b: SemanticVersion): number {
  for (const [at, part] of a.core.entries()) {
    const difference = compareNumbers(part, b.core[at] ?? '');
    if (difference !== 0) return difference;
  }
  if (a.preRelease.length === 0 || b.preRelease.length === 0) {
    return (a.preRelease.length === 0 ? 1 : 0) - (b.preRelease.length === 0 ? 1 : 0);
  }
  for (const [at, part] of a.preRelease.entries()) {
    const other = b.preRelease[at];
    if (other === undefined) return 1;
    const difference = compareIdentifiers(part, other);
    if (difference !== 0) return difference;
  }
  return a.preRelease.length - b.preRelease.length;
}

function compareIdentifiers(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b);
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return compareTexts(a, b);
}

/** Digits without leading zeros, which may be too long for a number. */
function compareNumbers(a: string, b: string): number {
  return a.length - b.length || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function isNumber(text: string): boolean {
  return /^[0-9]+$/.test(text);
}
