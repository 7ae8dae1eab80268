import type { StepSpec } from '../image-spec.ts';
import type { LayerBlob, LayerBlobs } from '../layer-blobs.ts';
import type { StoredImage } from '../stored-image.ts';
import { writeImage } from '../written-image.ts';

/** Bytes of everything an image is made of, by digest: written anew from its spec, or as an archive brought them. */
export class ImageContent {
  readonly #blobs: LayerBlobs;
  readonly #image: StoredImage;
  readonly #texts = new Map<string, string>();
  readonly #layers = new Map<string, LayerBlob>();

  constructor(image: StoredImage, blobs: LayerBlobs) {
    this.#image = image;
    this.#blobs = blobs;
    const { manifests, index } = writeImage(image.spec, blobs);
    const documents = manifests.flatMap(({ config, manifest }) => [config, manifest]);
    for (const document of index === null ? documents : [...documents, index]) {
      this.#texts.set(document.digest, document.text);
    }
    const layers = manifests.flatMap((manifest) => manifest.layers);
    const ofSteps = image.manifests.flatMap(({ steps }) => [...this.tars(steps), ...gzips(steps, blobs)]);
    for (const layer of [...layers, ...ofSteps]) this.#layers.set(layer.digest, layer);
  }

  /** Layers as plain tars, base first: how graph drivers write them. */
  tars(steps: readonly StepSpec[]): readonly LayerBlob[] {
    return steps.flatMap(({ layer }) => (layer === null ? [] : [this.#blobs.tar(layer)]));
  }

  /** Undefined where the image does not have it. */
  read(digest: string): Uint8Array | undefined {
    const kept = this.#image.kept?.get(digest);
    if (kept !== undefined) return kept;
    const text = this.#texts.get(digest);
    if (text !== undefined) return Buffer.from(text);
    const layer = this.#layers.get(digest);
    return layer === undefined ? undefined : this.#blobs.contentOf(layer);
  }
}

function gzips(steps: readonly StepSpec[], blobs: LayerBlobs): readonly LayerBlob[] {
  return steps.flatMap(({ layer }) => (layer === null ? [] : [blobs.gzip(layer)]));
}
