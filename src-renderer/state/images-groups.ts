import type { ImageRow } from '#main/contract/views/engine-view.ts';
import { formatFamiliar } from '#main/domain/reference/format-reference.ts';
import { parseReference } from '#main/domain/reference/parse-reference.ts';

/** Images of one repository; '' for those that never had a name. */
export interface ImageGroup {
  readonly repository: string;
  readonly rows: readonly ImageRow[];
}

/** A line of the table: an image, or the heading of a group. */
export type ImageLine =
  | {
      readonly kind: 'image';
      readonly key: string;
      readonly row: ImageRow;
      /** It stands under a heading. */
      readonly isMember: boolean;
    }
  | { readonly kind: 'group'; readonly key: string; readonly group: ImageGroup; readonly isOpen: boolean };

/** The repository of a reference in familiar form; the text itself where it is no reference. */
export function repositoryOf(reference: string): string {
  const parsed = parseReference(reference);
  return parsed.ok ? formatFamiliar({ ...parsed.value, tag: null, digest: null }) : reference;
}

/** Groups in the order of their first row: each image once, under the repository of its first name. */
export function groupImages(rows: readonly ImageRow[]): readonly ImageGroup[] {
  const byRepository = Map.groupBy(rows, (row) => {
    const name = row.tags[0] ?? row.formerReferences[0];
    return name === undefined ? '' : repositoryOf(name);
  });
  return [...byRepository].map(([repository, members]) => ({ repository, rows: members }));
}

/** Headings and their rows as one list for the table. A repository of one image needs no heading. */
export function groupLines(groups: readonly ImageGroup[], closed: ReadonlySet<string>): readonly ImageLine[] {
  return groups.flatMap((group) => {
    if (group.rows.length === 1) return group.rows.map((row) => imageLine(row));
    const isOpen = !closed.has(group.repository);
    const heading: ImageLine = { kind: 'group', key: `group ${group.repository}`, group, isOpen };
    return isOpen ? [heading, ...group.rows.map((row) => imageLine(row, true))] : [heading];
  });
}

/** A line for an image. */
export function imageLine(row: ImageRow, isMember = false): ImageLine {
  return { kind: 'image', key: row.id, row, isMember };
}
