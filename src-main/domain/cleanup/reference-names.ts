import { formatCanonical, formatFamiliar } from '../reference/format-reference.ts';
import { parseReference } from '../reference/parse-reference.ts';

/** A reference of an engine taken apart into the forms people compare it by. */
export interface ReferenceName {
  /** Repository in familiar form: `ubuntu`, `host:5000/team/app`. */
  readonly familiar: string;
  /** The same in canonical form: `docker.io/library/ubuntu`. */
  readonly canonical: string;
  /** What follows, with its mark: `:24.04`, `@sha256:…`; empty when nothing does. */
  readonly suffix: string;
}

/**
 * Takes references apart as an engine gives them, parsing each repository once however many tags it has.
 * Shape:   a repository that cannot be parsed stands for itself in both forms.
 */
export function referenceNames(): (reference: string) => ReferenceName {
  const repositories = new Map<string, Omit<ReferenceName, 'suffix'>>();
  return (reference) => {
    const end = repositoryEnd(reference);
    const repository = reference.slice(0, end);
    let forms = repositories.get(repository);
    if (forms === undefined) {
      forms = formsOf(repository);
      repositories.set(repository, forms);
    }
    return { familiar: forms.familiar, canonical: forms.canonical, suffix: reference.slice(end) };
  };
}

/** Where the repository of a reference or pattern ends: before its tag or digest. The colon of a port is not the one of a tag. */
export function repositoryEnd(reference: string): number {
  const at = reference.indexOf('@');
  const end = at < 0 ? reference.length : at;
  const colon = end === 0 ? -1 : reference.lastIndexOf(':', end - 1);
  const slash = end === 0 ? -1 : reference.lastIndexOf('/', end - 1);
  return colon > slash ? colon : end;
}

function formsOf(repository: string): Omit<ReferenceName, 'suffix'> {
  const parsed = parseReference(repository);
  if (!parsed.ok) return { familiar: repository, canonical: repository };
  const canonical = formatCanonical(parsed.value);
  return {
    familiar: formatFamiliar(parsed.value),
    canonical: canonical.slice(0, repositoryEnd(canonical)),
  };
}
