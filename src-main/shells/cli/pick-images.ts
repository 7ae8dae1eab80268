import type { PickedImage } from '../../domain/cleanup/policy.ts';
import { AppError } from '../../domain/app-error.ts';
import { shortenId } from '../../domain/image/hashes.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { formatFamiliar } from '../../domain/reference/format-reference.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import type { ImageRow } from '../../contract/views/engine-view.ts';

const idPattern = /^(?:sha256:)?([0-9a-f]{4,64})$/i;

/**
 * What `--images A,B` names: a reference (only that reference goes), an image ID, or the beginning of one.
 * Errors:  `usage.invalid` for what names nothing or several things; then nothing is planned.
 */
export function pickImages(typed: readonly string[], images: readonly ImageRow[]): PickedImage[] {
  const words = typed.flatMap((text) => text.split(',')).map((text) => text.trim());
  if (words.length === 0 || words.includes('')) {
    throw new AppError('usage.invalid', { subject: '--images', detail: 'a name is empty' });
  }
  const picks = new Map<ImageId, readonly string[] | null>();
  for (const word of words) {
    const { id, reference } = findImage(word, images);
    const before = picks.get(id);
    // The whole image says more than some of its references.
    if (reference === null || before === null) picks.set(id, null);
    else picks.set(id, [...new Set([...(before ?? []), reference])].sort());
  }
  return [...picks].map(([id, references]) => ({ id, references }));
}

interface Found {
  readonly id: ImageId;
  /** null when the image as a whole was named. */
  readonly reference: string | null;
}

function findImage(word: string, images: readonly ImageRow[]): Found {
  const found = [...byId(word, images), ...byReference(word, images)];
  const [only, another] = found;
  if (only === undefined) throw nothingNamed(word);
  if (another === undefined) return only;
  const candidates = found.map(({ id, reference }) => reference ?? shortenId(id));
  throw new AppError('usage.invalid', {
    subject: word,
    detail: `this names ${found.length} images: ${candidates.slice(0, 8).join(', ')}`,
  });
}

function byId(word: string, images: readonly ImageRow[]): Found[] {
  const digits = idPattern.exec(word)?.[1]?.toLowerCase();
  if (digits === undefined) return [];
  const isWhole = digits.length === 64;
  return images
    .filter(({ id }) =>
      isWhole ? id === `sha256:${digits}` : id.slice(id.indexOf(':') + 1).startsWith(digits),
    )
    .map(({ id }) => ({ id, reference: null }));
}

function byReference(word: string, images: readonly ImageRow[]): Found[] {
  const parsed = parseReference(word);
  if (!parsed.ok) return [];
  const { tag, digest } = parsed.value;
  if (digest !== null) {
    const detail = 'a digest cannot be dropped by itself: name the image by its ID, or one of its tags';
    throw new AppError('usage.invalid', { subject: word, detail });
  }
  const reference = formatFamiliar({ ...parsed.value, tag: tag ?? 'latest' });
  return images.filter(({ tags }) => tags.includes(reference)).map(({ id }) => ({ id, reference }));
}

function nothingNamed(word: string): AppError {
  const parsed = parseReference(word);
  if (idPattern.test(word) || parsed.ok) {
    return new AppError('usage.invalid', { subject: word, detail: 'no image has this reference or ID' });
  }
  return new AppError('reference.invalid', { subject: word, detail: parsed.problem.code });
}
