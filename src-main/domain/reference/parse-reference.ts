import { AppError } from '../app-error.ts';
import { ok, type Result } from '../result.ts';
import { expandHubName } from './docker-hub.ts';
import type { Reference, ReferenceProblem } from './reference.ts';
import { scanReference } from './scan-reference.ts';

export type { Reference, ReferenceProblem } from './reference.ts';

/**
 * Reads a reference as a person types it.
 * Shape:   `ubuntu`, `ubuntu:24.04`, `host:5000/team/app@sha256:…`; registry and `library/` are filled in, the tag is not.
 * Errors:  exactly one problem, the leftmost, with the part to underline.
 * Source:  distribution/reference, `ParseNormalizedNamed`.
 */
export function parseReference(text: string): Result<Reference, ReferenceProblem> {
  const spans = scanReference(text);
  if (!spans.ok) return spans;
  const { registry, repository, tag, digest } = spans.value;
  return ok({
    ...expandHubName(registry?.text ?? null, repository.text),
    tag: tag?.text ?? null,
    digest: digest?.text ?? null,
  });
}

/** A reference written in the source; the compiler refuses anything but a literal. Errors:  `bug`. */
export function mustParseReference<const Text extends string>(
  text: string extends Text ? never : Text,
): Reference {
  const parsed = parseReference(text);
  if (parsed.ok) return parsed.value;
  throw new AppError('bug', { subject: text, detail: parsed.problem.code });
}
