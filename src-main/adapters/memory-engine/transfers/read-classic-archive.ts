import { toImageId } from '../../../domain/image/hashes.ts';
import { digestOf } from '../digests.ts';
import { transferFailed } from '../engine-errors.ts';
import type { World } from '../world.ts';
import { archiveDocuments } from './archive-documents.ts';
import { readFile, readTags, type ArchivedImage } from './archived-image.ts';
import { loadedSpec, readPlatform } from './read-platform.ts';
import type { ArchiveFiles } from './read-tar.ts';

/**
 * Images of an archive as graph drivers load them: `manifest.json` decides.
 * Errors:  `transfer.failed`.
 */
export function readClassicArchive(world: World, files: ArchiveFiles): readonly ArchivedImage[] {
  if (!files.has('manifest.json')) {
    // What the engine says when it takes it for an archive of before 2016.
    throw transferFailed('archive', 'open repositories: no such file or directory');
  }
  const items = archiveDocuments.dockerManifest(readFile(files, 'manifest.json'));
  return items.map(({ Config, RepoTags, Layers, Parent, ...item }) => {
    const config = readFile(files, Config);
    const digest = digestOf(config);
    if (!Config.includes(digest.slice('sha256:'.length))) {
      throw transferFailed('archive', `${Config} is not what it is called: its digest is ${digest}`);
    }
    const platform = readPlatform(
      {
        config: archiveDocuments.config(config),
        layers: Layers.map((path) => readFile(files, path)),
        times: archiveDocuments.times(item),
      },
      world.layers.blobs,
    );
    const blob = { digest, bytes: config.length };
    const own = {
      kind: 'image',
      platform: platform.platform,
      manifest: blob,
      configDigest: digest,
      isAvailable: true,
      blobs: [blob],
      steps: platform.steps,
      nodes: world.layers.stack(platform.layers),
      unpacks: true,
    } as const;
    const common = { id: toImageId(digest), digest, index: null, parentId: null };
    const kept = new Map([[digest, config]]);
    const image = { ...common, spec: loadedSpec(digest, platform), manifests: [own] as const, kept };
    return { image, tags: readTags(RepoTags), parent: Parent };
  });
}
