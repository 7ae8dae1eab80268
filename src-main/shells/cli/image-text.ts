import { shortenId } from '../../domain/image/hashes.ts';
import type { ImageId } from '../../domain/image/hashes.ts';
import type { ByteBound } from '../../domain/ledger/byte-bound.ts';
import { boundBytes, isExact } from '../../domain/ledger/byte-bound.ts';
import { formatBytes } from '../../domain/bytes.ts';
import type { EngineView, ImageRow } from '../../contract/views/engine-view.ts';

/** What a person calls an image: its first reference and how many more, or its short ID. */
function imageLabel(tags: readonly string[], id: string): string {
  const [first, ...more] = tags;
  if (first === undefined) return `<untagged> ${shortenId(id)}`;
  return more.length === 0 ? first : `${first} +${more.length}`;
}

/** References of an image by ID, for messages that only know the ID. */
export function labelsOf(view: EngineView): (id: ImageId) => string {
  const rows = new Map(view.images.map((row) => [row.id, row]));
  return (id) => imageLabel(rows.get(id)?.tags ?? [], id);
}

/** `2026-11-23`; builders that want the same bytes every time set 1970 or 1980. */
export function formatDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}

/** Why an image is there, in a word or two. */
export function useText(row: ImageRow): string {
  if (row.containers.length > 0)
    return row.containers.map(({ name, state }) => `${name} (${state})`).join(', ');
  if (row.parkedAtMs !== null) return 'in the recycle bin';
  if (row.dangling) return 'dangling';
  return row.intermediate ? 'intermediate' : '';
}

/** `exactly 12.3 MB`, `at least 12.3 MB`. */
export function boundText(bound: ByteBound): string {
  return `${isExact(bound) ? 'exactly' : 'at least'} ${formatBytes(boundBytes(bound))}`;
}

/** `12.3 MB`, `≥ 12.3 MB`: for a column. */
export function shortBound(bound: ByteBound): string {
  return `${isExact(bound) ? '' : '≥ '}${formatBytes(boundBytes(bound))}`;
}
