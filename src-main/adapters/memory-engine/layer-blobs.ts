import { toDiffId, type DiffId } from '../../domain/image/hashes.ts';
import { digestOf } from './digests.ts';
import { gzipStored } from './gzip-stored.ts';
import type { LayerSpec } from './image-spec.ts';
import { tarEnd, tarHeader } from './tar-entry.ts';

/** Name of the only file in the layers of invented images. */
export const layerFile = 'layer.json';

/** A layer as content: what it counts for, and the bytes it is in an archive. */
export interface LayerBlob {
  readonly digest: string;
  /** Bytes it counts for on the engine's disk. */
  readonly bytes: number;
  /** Length of its content: next to nothing where the layer is invented, however large it says it is. */
  readonly archivedBytes: number;
  readonly mediaType: string;
  /** The layer it is written from, or the text that it is. */
  readonly source: LayerSpec | string;
}

interface Forms {
  readonly tar: LayerBlob;
  gzip: LayerBlob | null;
}

const block = 512;
const tarType = 'application/vnd.oci.image.layer.v1.tar';
const gzipType = `${tarType}+gzip`;

/**
 * Layers as blobs. An invented layer is a real tar with one small file that tells what it stands for, so that its digest
 * is the digest of its bytes and an archive of it can be checked and loaded anywhere; the bytes it was declared to
 * have are counted, not written.
 */
export class LayerBlobs {
  readonly #forms = new Map<LayerSpec, Forms>();
  readonly #headers = new Map<number, Uint8Array>();
  readonly #scratches = new Map<number, Buffer>();

  diffIdOf(layer: LayerSpec): DiffId {
    return toDiffId(this.tar(layer).digest);
  }

  /** As `docker load` keeps it: the plain tar. */
  tar(layer: LayerSpec): LayerBlob {
    return this.#formsOf(layer).tar;
  }

  /** As registries and BuildKit keep it. */
  gzip(layer: LayerSpec): LayerBlob {
    const forms = this.#formsOf(layer);
    forms.gzip ??= this.#makeGzip(layer);
    return forms.gzip;
  }

  #formsOf(layer: LayerSpec): Forms {
    let forms = this.#forms.get(layer);
    if (forms === undefined) {
      forms = { tar: this.#makeTar(layer), gzip: null };
      this.#forms.set(layer, forms);
    }
    return forms;
  }

  /** Its bytes, written anew. */
  contentOf({ source, mediaType }: LayerBlob): Uint8Array {
    if (typeof source === 'string') return Buffer.from(source);
    const tar = Buffer.from(this.#layerTar(source));
    return mediaType === tarType ? tar : gzipStored(tar);
  }

  #makeTar(source: LayerSpec): LayerBlob {
    const content = this.#layerTar(source);
    return {
      digest: digestOf(content),
      bytes: source.archived === undefined ? tarBytes(source.bytes) : content.length,
      archivedBytes: content.length,
      mediaType: tarType,
      source,
    };
  }

  #makeGzip(source: LayerSpec): LayerBlob {
    const content = gzipStored(this.#layerTar(source));
    return {
      digest: digestOf(content),
      bytes: 32 + Math.round(source.bytes * 0.38),
      archivedBytes: content.length,
      mediaType: gzipType,
      source,
    };
  }

  /** Good until the next call: thousands are only looked at. Empty content is the well-known tar of 1,024 zeros. */
  #layerTar({ content, bytes, archived }: LayerSpec): Uint8Array {
    if (archived !== undefined) return archived;
    if (content === '') return tarEnd;
    const told = JSON.stringify({ content, bytes });
    // Filled up with blanks to whole blocks, so that few headers are needed.
    const length = Math.ceil(Buffer.byteLength(told) / block) * block;
    const tar = this.#scratchOf(block + length + tarEnd.length);
    tar.set(this.#headerOf(length));
    tar.fill(0x20, block, block + length);
    tar.write(told, block);
    return tar;
  }

  /** The two closing blocks of one size are never written to: they stay zero. */
  #scratchOf(length: number): Buffer {
    const scratch = this.#scratches.get(length) ?? Buffer.alloc(length);
    this.#scratches.set(length, scratch);
    return scratch;
  }

  #headerOf(length: number): Uint8Array {
    const header = this.#headers.get(length) ?? tarHeader(layerFile, length);
    this.#headers.set(length, header);
    return header;
  }
}

/** A tar of one file: header, content in blocks of 512, two closing blocks. */
function tarBytes(fileBytes: number): number {
  return fileBytes === 0 ? 1024 : block + Math.ceil(fileBytes / block) * block + 2 * block;
}
