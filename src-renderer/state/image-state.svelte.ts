import type { ImageView } from '#main/contract/views/image-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import type { ImageId } from '#main/domain/image/hashes.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** What is read about one image beyond its row. */
export class ImageState {
  readonly #client: BallastClient;
  readonly #id: ImageId;
  #view = $state.raw<ImageView | null>(null);
  #error = $state.raw<AppErrorData | null>(null);

  constructor(client: BallastClient, id: ImageId) {
    this.#client = client;
    this.#id = id;
  }

  get view(): ImageView | null {
    return this.#view;
  }

  get error(): AppErrorData | null {
    return this.#error;
  }

  /** Reads the image; what was read before stays on the screen meanwhile. */
  async load(endpoint: string): Promise<void> {
    try {
      this.#view = await this.#client.images.inspect({ endpoint, id: this.#id });
      this.#error = null;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
    }
  }

  /** Drops one reference; null when it was done. */
  async untag(endpoint: string, reference: string): Promise<AppErrorData | null> {
    try {
      await this.#client.images.untag({ endpoint, reference, id: this.#id });
      return null;
    } catch (thrown) {
      return appErrorOf(thrown);
    }
  }
}
