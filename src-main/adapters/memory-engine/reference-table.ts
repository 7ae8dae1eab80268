import { AppError } from '../../domain/app-error.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import { formatFamiliar } from '../../domain/reference/format-reference.ts';
import { defaultTag } from '../../domain/reference/reference.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import { invalidReference } from './engine-errors.ts';

/** A reference in the form the table keeps it. */
export interface TableReference {
  /** Familiar, with a tag or a digest. */
  readonly text: string;
  /** Familiar, without either. */
  readonly repository: string;
  readonly isDigest: boolean;
}

/**
 * Reads a reference as engines do: no tag means `latest`; a digest decides over a tag.
 * Errors:  `reference.invalid`.
 */
export function readReference(text: string): TableReference {
  const parsed = parseReference(text);
  if (!parsed.ok) throw invalidReference(text, parsed.problem.code);
  const reference = parsed.value;
  const isDigest = reference.digest !== null;
  const tag = isDigest ? null : (reference.tag ?? defaultTag);
  return {
    text: formatFamiliar({ ...reference, tag }),
    repository: formatFamiliar({ ...reference, tag: null, digest: null }),
    isDigest,
  };
}

/**
 * Reads a reference that goes to a registry. Without a tag or digest the real API pulls every tag (ENGINES §1.6).
 * Errors:  `reference.invalid`.
 */
export function readExactReference(text: string): TableReference {
  const parsed = parseReference(text);
  if (parsed.ok && parsed.value.tag === null && parsed.value.digest === null) {
    throw new AppError('reference.invalid', { subject: text, detail: 'neither a tag nor a digest' });
  }
  return readReference(text);
}

/** `repository@digest` of the repository that a reference is in. */
export function digestReference(text: string, digest: string): TableReference {
  return readReference(`${readReference(text).repository}@${digest}`);
}

/** Which reference names which image. */
export class ReferenceTable {
  readonly #images = new Map<string, ImageId>();
  readonly #references = new Map<ImageId, Map<string, TableReference>>();

  imageOf(reference: TableReference): ImageId | undefined {
    return this.#images.get(reference.text);
  }

  /** References of an image, sorted by text. */
  of(id: ImageId): readonly TableReference[] {
    const references = [...(this.#references.get(id)?.values() ?? [])];
    return references.sort((a, b) => (a.text < b.text ? -1 : 1));
  }

  /** Points a reference to an image; another image that had it loses it. */
  point(reference: TableReference, id: ImageId): void {
    this.drop(reference);
    this.#images.set(reference.text, id);
    const own = this.#references.get(id) ?? new Map<string, TableReference>();
    this.#references.set(id, own.set(reference.text, reference));
  }

  drop(reference: TableReference): void {
    const id = this.#images.get(reference.text);
    if (id === undefined) return;
    this.#images.delete(reference.text);
    this.#references.get(id)?.delete(reference.text);
  }
}
