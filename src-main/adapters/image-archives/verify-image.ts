import type { ImageId } from '../../domain/image/hashes.ts';
import { formatFamiliar } from '../../domain/reference/format-reference.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import type { VerifiedArchive } from '../../ports/image-archives.ts';
import type { ArchivedImage } from './archived-image.ts';
import { dockerFormImages } from './docker-form.ts';
import { ociFormImages } from './oci-form.ts';
import type { ArchiveFile, ScannedArchive } from './scan-archive.ts';
import { brokenArchive } from './to-app-error.ts';

/**
 * Checks that an image is in an archive whole, and that everything that has a digest is what it is called.
 * Shape:   `of` is the digest of a config (classic store) or of a manifest or index (containerd store).
 * Errors:  `transfer.failed`.
 */
export function verifyImage(
  archive: ScannedArchive,
  of: ImageId,
): Pick<VerifiedArchive, 'blobs' | 'references'> {
  const named = compareNamed(archive);
  const docker = dockerFormImages(archive);
  const images = find(of, ociFormImages(archive), docker);
  if (images.length === 0) throw brokenArchive(of, 'the archive holds other images, not this one');
  const compared = [...named, ...images.flatMap((image) => image.check())];
  const configs = new Set(images.flatMap((image) => image.configDigests));
  const tagged = [...images, ...docker.filter(({ digest }) => configs.has(digest))];
  return {
    blobs: [...new Map(compared.map(({ digest, bytes }) => [digest, { digest, bytes }])).values()].sort(
      (a, b) => (a.digest < b.digest ? -1 : 1),
    ),
    references: [...new Set(tagged.flatMap(({ references }) => references.map(familiar)))].sort(),
  };
}

/** By manifest or index; by config as `docker load` reads it; by config in an archive that has no `manifest.json`. */
function find(
  of: ImageId,
  oci: readonly ArchivedImage[],
  docker: readonly ArchivedImage[],
): readonly ArchivedImage[] {
  const exact = oci.filter(({ digest }) => digest === of);
  if (exact.length > 0) return exact;
  const byConfig = docker.filter(({ digest }) => digest === of);
  return byConfig.length > 0 ? byConfig : oci.filter(({ configDigests }) => configDigests.includes(of));
}

/** Compares every file that is named after its digest. */
function compareNamed({ files }: ScannedArchive): readonly ArchiveFile[] {
  return [...files].flatMap(([name, file]) => {
    const [, hex] = /^(?:blobs\/sha256\/)?([0-9a-f]{64})(?:\.json|\.tar)?$/.exec(name) ?? [];
    if (hex === undefined) return [];
    if (file.digest === `sha256:${hex}`) return [file];
    throw brokenArchive(`sha256:${hex}`, `${name} of the archive is damaged: its content is ${file.digest}`);
  });
}

function familiar(name: string): string {
  const parsed = parseReference(name);
  return parsed.ok ? formatFamiliar(parsed.value) : name;
}
