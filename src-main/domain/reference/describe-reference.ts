import { ok, type Result } from '../result.ts';
import { expandHubName } from './docker-hub.ts';
import { defaultTag, type ReferenceProblem } from './reference.ts';
import { scanReference, type Span } from './scan-reference.ts';

/** One part of a reference, for a screen that explains it. */
export interface ReferencePart {
  readonly kind: 'registry' | 'repository' | 'tag' | 'digest';
  /** What it means in full: `docker.io`, `library/ubuntu`, `latest`. */
  readonly value: string;
  /** Where it stands in the text; for a part that is not there, where it would stand. */
  readonly at: number;
  /** Its length in the text; 0 for a part that is not there. */
  readonly length: number;
  /** Whether it was filled in. */
  readonly isImplied: boolean;
}

/**
 * The parts of a reference in the order in which they are read.
 * Shape:   registry and repository always; a tag when given or implied (there is no digest); a digest when given.
 */
export function describeReference(text: string): Result<readonly ReferencePart[], ReferenceProblem> {
  const scanned = scanReference(text);
  if (!scanned.ok) return scanned;
  const { registry, repository, tag, digest } = scanned.value;
  const name = expandHubName(registry?.text ?? null, repository.text);
  const parts = [
    part('registry', registry, { at: 0, text: name.registry }),
    { ...part('repository', repository, repository), value: name.repository },
  ];
  if (tag !== null || digest === null) parts.push(part('tag', tag, { at: text.length, text: defaultTag }));
  if (digest !== null) parts.push(part('digest', digest, digest));
  return ok(parts);
}

function part(kind: ReferencePart['kind'], given: Span | null, implied: Span): ReferencePart {
  const length = given === null ? 0 : given.text.length;
  // The registry's value is the one it is folded to, not the alias that was typed.
  const value = kind === 'registry' ? implied.text : (given ?? implied).text;
  return { kind, value, at: (given ?? implied).at, length, isImplied: given === null };
}
