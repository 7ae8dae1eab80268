import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** An image to put into a registry. */
export interface PublishedImage {
  /** Path without the registry: `team/app`. */
  readonly repository: string;
  readonly tags: readonly string[];
  /** The image's configuration, as it is. */
  readonly config: string;
  /** Layers as plain tar, base first; they are stored compressed. */
  readonly layers: readonly Buffer[];
}

const schema2 = 'application/vnd.docker.distribution.manifest.v2+json';

/**
 * Puts an image into a registry without any engine; gives the digest of its manifest.
 * Source: distribution, docs/spec/api.md, "Pushing An Image"; docs/spec/manifest-v2-2.md.
 */
export async function publishImage(host: string, image: PublishedImage): Promise<string> {
  const base = `http://${host}/v2/${image.repository}`;
  const config = Buffer.from(image.config);
  const compressed = image.layers.map((layer) => gzipSync(layer));
  for (const blob of [config, ...compressed]) await uploadBlob(base, blob);
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: schema2,
      config: describeBlob(config, 'application/vnd.docker.container.image.v1+json'),
      layers: compressed.map((blob) =>
        describeBlob(blob, 'application/vnd.docker.image.rootfs.diff.tar.gzip'),
      ),
    }),
  );
  for (const tag of image.tags) {
    const headers = { 'Content-Type': schema2 };
    await send(`${base}/manifests/${tag}`, { method: 'PUT', body: manifest, headers });
  }
  return digestOf(manifest);
}

async function uploadBlob(base: string, blob: Buffer): Promise<void> {
  const digest = digestOf(blob);
  if ((await fetch(`${base}/blobs/${digest}`, { method: 'HEAD' })).ok) return;
  const { headers } = await send(`${base}/blobs/uploads/`, { method: 'POST' });
  const target = new URL(headers.get('location') ?? '', base);
  target.searchParams.set('digest', digest);
  const type = { 'Content-Type': 'application/octet-stream' };
  await send(target.href, { method: 'PUT', body: new Uint8Array(blob), headers: type });
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text}`);
  return response;
}

function describeBlob(blob: Buffer, mediaType: string): object {
  return { mediaType, digest: digestOf(blob), size: blob.length };
}

function digestOf(blob: Buffer): string {
  return `sha256:${createHash('sha256').update(blob).digest('hex')}`;
}
