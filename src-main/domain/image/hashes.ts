/**
 * One brand per kind of hash. They look alike (`sha256:` and 64 hex digits) and mean different things,
 * so the compiler keeps them apart.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/**
 * What *this engine* calls an image. Opaque: the config digest on the classic store, the manifest or index
 * digest on the containerd store. Never computed, never compared with a digest.
 * Source: moby#48401.
 */
export type ImageId = Branded<'ImageId'>;

/** Digest of a layer's *uncompressed* tar. Source: OCI image-spec config.md, `rootfs.diff_ids`. */
export type DiffId = Branded<'DiffId'>;

/** Identity of a stack of layers on disk. Source: OCI image-spec config.md, "Layer ChainID". */
export type ChainId = Branded<'ChainId'>;

/** Digest of a manifest or index as a registry and the containerd store know it. */
export type ManifestDigest = Branded<'ManifestDigest'>;

/** What the engine calls a container. Opaque. */
export type ContainerId = Branded<'ContainerId'>;

const digestPattern = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[0-9a-fA-F]{32,}$/;

/** Whether a text has the shape `algorithm:hex`. */
export function isDigestShaped(text: string): boolean {
  return digestPattern.test(text);
}

/** Names an image ID as such. The text comes from the engine and stays as it is. */
export function toImageId(text: string): ImageId {
  return text as ImageId;
}

/** Names a diffID as such. */
export function toDiffId(text: string): DiffId {
  return text as DiffId;
}

/** Names a chainID as such. */
export function toChainId(text: string): ChainId {
  return text as ChainId;
}

/** Names a manifest or index digest as such. */
export function toManifestDigest(text: string): ManifestDigest {
  return text as ManifestDigest;
}

/** Names a container ID as such. */
export function toContainerId(text: string): ContainerId {
  return text as ContainerId;
}

/** The 12 digits people read and type: `sha256:0123456789abcdef…` becomes `0123456789ab`. */
export function shortenId(id: string): string {
  const colon = id.indexOf(':');
  return id.slice(colon + 1, colon + 13);
}
