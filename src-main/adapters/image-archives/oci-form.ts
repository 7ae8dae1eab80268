import type { ArchivedImage } from './archived-image.ts';
import { type Descriptor, readDiffIds, readManifest } from './documents.ts';
import type { ArchiveFile, ScannedArchive } from './scan-archive.ts';
import { brokenArchive } from './to-app-error.ts';

/** The manifest of one platform whose config is in the archive. */
interface Platform {
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  /** Says who built an image; nobody runs it. */
  readonly isAttestation: boolean;
}

/** An index of indexes of indexes: nobody makes more. */
const deepestIndex = 4;

/**
 * What `index.json` names, each an image of one platform or an index of several.
 * Shape:   the containerd store keeps, and saves, only the platforms that were pulled: of the others the archive has at most the
 *          manifest. A platform counts as there when its config is (no two platforms share one), and then needs every layer;
 *          one platform at least must be there.
 * Source:  OCI image-spec image-layout.md.
 */
export function ociFormImages(archive: ScannedArchive): readonly ArchivedImage[] {
  const index = archive.files.get('index.json');
  if (index === undefined) return [];
  const top = readManifest(index, 'index.json');
  if (!('manifests' in top)) throw brokenArchive('index.json', 'index.json of the archive is not an index');
  return top.manifests.map((descriptor) => {
    const platforms = platformsOf(archive, descriptor, 0);
    const name = descriptor.annotations?.['io.containerd.image.name'];
    return {
      digest: descriptor.digest,
      configDigests: platforms.map(({ config }) => config.digest),
      references: name === undefined ? [] : [name],
      check: () => checkPlatforms(archive, platforms),
    };
  });
}

function platformsOf(archive: ScannedArchive, descriptor: Descriptor, depth: number): readonly Platform[] {
  const file = blobOf(archive, descriptor);
  if (file === undefined || depth > deepestIndex) return [];
  const document = readManifest(file, descriptor.digest);
  if ('manifests' in document) {
    return document.manifests.flatMap((child) => platformsOf(archive, child, depth + 1));
  }
  if (blobOf(archive, document.config) === undefined) return [];
  const isAttestation =
    descriptor.annotations?.['vnd.docker.reference.type'] === 'attestation-manifest' ||
    descriptor.platform?.os === 'unknown';
  return [{ ...document, isAttestation }];
}

/** Whether the blobs are what they are called, `compareNamed` has seen already. */
function checkPlatforms(archive: ScannedArchive, platforms: readonly Platform[]): readonly ArchiveFile[] {
  if (platforms.every(({ isAttestation }) => isAttestation)) {
    throw brokenArchive('', 'the archive holds no platform of the image whole');
  }
  for (const { config, layers, isAttestation } of platforms) {
    for (const [index, layer] of layers.entries()) {
      if (blobOf(archive, layer) !== undefined) continue;
      throw brokenArchive(layer.digest, `the archive lacks layer ${index + 1}: ${layer.digest}`);
    }
    const file = blobOf(archive, config);
    if (file === undefined || isAttestation) continue;
    const { length } = readDiffIds(file, config.digest);
    if (length === layers.length) continue;
    throw brokenArchive('', `the archive names ${layers.length} layers, but the image has ${length}`);
  }
  return [];
}

function blobOf({ files }: ScannedArchive, { digest }: Descriptor): ArchiveFile | undefined {
  return files.get(`blobs/${digest.replace(':', '/')}`);
}
