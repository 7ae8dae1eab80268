import { AppError } from '../../domain/app-error.ts';
import { formatFamiliar } from '../../domain/reference/format-reference.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';

/**
 * A `name:tag` in familiar form from what a person typed; `latest` where no tag was given.
 * Errors:  `reference.invalid`, whose detail is the problem's code; also for a digest, which cannot be given or dropped.
 */
export function requireTag(text: string): string {
  const parsed = parseReference(text);
  if (!parsed.ok) {
    throw new AppError('reference.invalid', { subject: text, detail: parsed.problem.code });
  }
  if (parsed.value.digest !== null) {
    throw new AppError('reference.invalid', { subject: text, detail: 'digest-not-allowed' });
  }
  return formatFamiliar({ ...parsed.value, tag: parsed.value.tag ?? 'latest' });
}

/** An image ID, an ID prefix or a reference: the engine decides which. Errors:  `reference.invalid`. */
export function requireImage(text: string): string {
  if (/^(?:sha256:)?[0-9a-f]{12,64}$/.test(text)) return text;
  const parsed = parseReference(text);
  if (!parsed.ok) {
    throw new AppError('reference.invalid', { subject: text, detail: parsed.problem.code });
  }
  return text;
}
