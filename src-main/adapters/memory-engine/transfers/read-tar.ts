import { extract } from 'tar-stream';

import { transferFailed } from '../engine-errors.ts';

/** The files of an archive by name. */
export type ArchiveFiles = ReadonlyMap<string, Uint8Array>;

/** Links to a link of a link: more than this is a circle. */
const deepestLink = 8;

/**
 * Reads a whole archive. A link stands for the file it leads to.
 * Errors:  `transfer.failed` when it is no tar or ends in the middle of a file.
 */
export async function readTar(archive: Uint8Array): Promise<ArchiveFiles> {
  const files = new Map<string, Uint8Array>();
  const links = new Map<string, string>();
  const tar = extract();
  tar.end(archive);
  try {
    for await (const entry of tar) {
      const { name, type, linkname } = entry.header;
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry) if (chunk instanceof Uint8Array) chunks.push(chunk);
      if (type === 'file') files.set(plainPath(name), Buffer.concat(chunks));
      if (type === 'symlink') links.set(plainPath(name), plainPath(`${name}/../${linkname ?? ''}`));
      if (type === 'link') links.set(plainPath(name), plainPath(linkname ?? ''));
    }
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw transferFailed('archive', `archive/tar: ${detail}`, thrown);
  }
  for (const name of links.keys()) {
    const file = follow(name, files, links);
    if (file !== undefined) files.set(name, file);
  }
  return files;
}

function follow(
  name: string,
  files: ArchiveFiles,
  links: ReadonlyMap<string, string>,
): Uint8Array | undefined {
  let at: string | undefined = name;
  for (let depth = 0; depth < deepestLink && at !== undefined && !files.has(at); depth += 1)
    at = links.get(at);
  return at === undefined ? undefined : files.get(at);
}

/** `./a/../b/` is `b`. */
function plainPath(name: string): string {
  const parts: string[] = [];
  for (const part of name.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
