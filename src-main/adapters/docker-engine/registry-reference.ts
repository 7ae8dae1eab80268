import { AppError } from '../../domain/app-error.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';

/** A reference as the API takes it for a pull. */
export interface RegistryReference {
  /** Name without tag and digest. */
  readonly repository: string;
  /** The digest where there is one: it decides. */
  readonly tagOrDigest: string;
}

/**
 * Takes apart a reference that goes to a registry. Without a tag the API would pull every tag of the repository (ENGINES
 * §1.6), so one must be there.
 * Errors:  `reference.invalid`.
 */
export function registryReference(text: string): RegistryReference {
  const parsed = parseReference(text);
  if (!parsed.ok) throw new AppError('reference.invalid', { subject: text, detail: parsed.problem.code });
  const { registry, repository, tag, digest } = parsed.value;
  const tagOrDigest = digest ?? tag;
  if (tagOrDigest === null) {
    throw new AppError('reference.invalid', { subject: text, detail: 'neither a tag nor a digest' });
  }
  return { repository: `${registry}/${repository}`, tagOrDigest };
}
