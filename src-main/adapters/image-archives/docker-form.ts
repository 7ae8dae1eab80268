import type { ArchivedImage } from './archived-image.ts';
import { readDiffIds, readDockerManifest } from './documents.ts';
import type { ArchiveFile, ScannedArchive } from './scan-archive.ts';
import { brokenArchive } from './to-app-error.ts';

/** Links to a link of a link: more than this is a circle. */
const deepestLink = 8;

/**
 * The images that `manifest.json` names: the form every `docker load` reads. In archives of Docker 20.10 a layer that occurs twice
 * is a symbolic link the second time.
 * Source: moby image/spec v1.2.
 */
export function dockerFormImages(archive: ScannedArchive): readonly ArchivedImage[] {
  return readDockerManifest(archive).map(({ Config, RepoTags, Layers }) => {
    const config = fileAt(archive, Config);
    if (config === null) throw brokenArchive(Config, `the archive lacks ${Config}, which its manifest names`);
    return {
      digest: config.digest,
      configDigests: [config.digest],
      references: RepoTags ?? [],
      check: () => checkLayers(archive, Layers ?? [], readDiffIds(config, Config)),
    };
  });
}

function checkLayers(
  archive: ScannedArchive,
  layers: readonly string[],
  diffIds: readonly string[],
): readonly ArchiveFile[] {
  if (layers.length !== diffIds.length) {
    throw brokenArchive('', `the archive names ${layers.length} layers, but the image has ${diffIds.length}`);
  }
  return layers.map((name, index) => {
    const file = fileAt(archive, name);
    const diffId = diffIds[index] ?? '';
    if (file === null) throw brokenArchive(diffId, `the archive lacks layer ${index + 1}: ${name}`);
    if (file.digest === diffId) return file;
    throw brokenArchive(diffId, `layer ${index + 1} (${name}) is not what the image says it is`);
  });
}

/** A file by its name, behind links. */
function fileAt({ files, links }: ScannedArchive, name: string): ArchiveFile | null {
  let at = name;
  for (let depth = 0; depth < deepestLink; depth += 1) {
    const file = files.get(at);
    if (file !== undefined) return file;
    const next = links.get(at);
    if (next === undefined) return null;
    at = next;
  }
  return null;
}
