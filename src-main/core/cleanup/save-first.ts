import { AppError, toAppError } from '../../domain/app-error.ts';
import type { PlannedRemoval } from '../../domain/cleanup/cleanup-plan.ts';
import { shortenId, type ImageId } from '../../domain/image/hashes.ts';
import { addBytes, isKnown, type MaybeBytes } from '../../domain/unknown.ts';
import type { VerifiedArchive } from '../../ports/image-archives.ts';
import type { JobControl } from '../jobs/job-board.ts';
import type { ItemsInput } from './run-items.ts';
import type { RunTarget } from './run-target.ts';

/** Headers and padding of an archive besides its content, by measure less than this; and a disk is not filled to the brim. */
const sparedBytes = 64_000_000;

/** What became of saving. */
export interface SavesEnd {
  /** Images that could not be saved, and why: they stay. */
  readonly refused: ReadonlyMap<ImageId, AppError>;
}

/**
 * Writes images to verified files before anything is removed.
 * Shape:   when there is no room for all of them, none is saved; one that fails does not keep the others from being saved.
 */
export async function saveFirst(
  input: Omit<ItemsInput, 'bytesOf' | 'refused' | 'lost'>,
  ids: readonly ImageId[],
  control: JobControl,
): Promise<SavesEnd> {
  const wanted = new Set(ids);
  const items = input.plan.remove.filter(({ id, effect }) => effect === 'remove' && wanted.has(id));
  const refused = new Map<ImageId, AppError>();
  if (items.length === 0) return { refused };
  const noRoom = await roomFor(input, items);
  let moved = 0;
  for (const item of items) {
    if (control.signal.aborted) break;
    control.report({ step: 'saving', current: [nameOf(item)], movedBytes: moved });
    try {
      if (noRoom !== null) throw noRoom;
      const archive = await save(input.target, item, { control, movedBefore: moved });
      moved += archive.bytes;
      for (const record of input.journal.of(item.id, item.effect)) {
        input.journal.notes(record, { archive: archive.path });
      }
    } catch (thrown) {
      refused.set(item.id, toAppError(thrown));
    }
  }
  control.report({ movedBytes: null });
  return { refused };
}

/** Throws away the files of images that stayed after all. */
export async function dropUnneededArchives({
  target,
  journal,
}: Pick<ItemsInput, 'target' | 'journal'>): Promise<void> {
  for (const [archive, records] of Map.groupBy(journal.items, (record) => record.archive)) {
    if (archive === null || archive === '') continue;
    if (records.some(({ outcome }) => ['removed', 'untagged', 'trying'].includes(outcome))) continue;
    // To be saved again, should somebody go on with the run.
    for (const record of records) journal.notes(record, { archive: '' });
    await target.deps.archives.remove(archive);
  }
}

async function roomFor(
  { target, facts }: Pick<ItemsInput, 'target' | 'facts'>,
  items: readonly PlannedRemoval[],
): Promise<AppError | null> {
  const bytes = new Map(facts.snapshot.images.map((image) => [image.id, image.bytes]));
  const needed = items.reduce<MaybeBytes>((sum, { id }) => addBytes(sum, bytes.get(id) ?? 0), sparedBytes);
  const free = await target.deps.archives.freeBytes();
  // What is not known is found out by writing: a disk that is full fails the save, and the image stays.
  if (!isKnown(needed) || !isKnown(free) || free >= needed) return null;
  return new AppError('transfer.failed', {
    subject: target.deps.archives.directory,
    detail: `no space to save the images: ${needed} bytes are needed, ${free} are free`,
  });
}

function save(
  { session, deps }: RunTarget,
  item: PlannedRemoval,
  { control, movedBefore }: { readonly control: JobControl; readonly movedBefore: number },
): Promise<VerifiedArchive> {
  const { signal } = control;
  const onBytes = (bytes: number): void => control.report({ movedBytes: movedBefore + bytes });
  const tags = item.references.filter((reference) => !reference.includes('@'));
  // By its tags, so that a plain `docker load` gives them back as well.
  const content = session.engine.saveImages(tags.length > 0 ? tags : [item.id], signal);
  return deps.archives.write({ name: archiveName(item, control.id), of: item.id, content }, onBytes, signal);
}

/** `acme-api-1.0-0123456789ab-<run>`: something a person recognises in a folder. */
function archiveName(item: PlannedRemoval, runId: string): string {
  const name = nameOf(item)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .slice(0, 80);
  return `${name}-${shortenId(item.id)}-${runId.slice(0, 8)}`;
}

function nameOf({ id, references }: PlannedRemoval): string {
  return references[0] ?? shortenId(id);
}
