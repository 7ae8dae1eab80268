import { engineHttp } from '../engines/engine-http.ts';

/** One row of the engine's own accounts, as far as we compare with it. */
interface RawImage {
  readonly Id: string;
  readonly Size: number;
  readonly SharedSize: number;
}

/** What the engine itself says, asked without any of our code between. */
export interface EngineTruth {
  /** `LayersSize`. */
  layersBytes(): Promise<number>;
  /** `SharedSize` of every image, by image ID. Source: `/system/df`, and on newer engines the list gives the same. */
  sharedBytes(): Promise<ReadonlyMap<string, number>>;
  /** Containerd store: bytes of each image's content blobs, by image ID. */
  contentBytes(): Promise<ReadonlyMap<string, number>>;
}

/** The accounts of the engine behind a socket. */
export function engineTruth(socketPath: string): EngineTruth {
  const http = engineHttp(socketPath);
  const usage = async (): Promise<{ LayersSize: number; Images: RawImage[] }> =>
    http.call('GET', '/system/df');
  return {
    layersBytes: async () => (await usage()).LayersSize,
    sharedBytes: async () => new Map((await usage()).Images.map(({ Id, SharedSize }) => [Id, SharedSize])),
    async contentBytes() {
      const images = await http.call<(RawImage & { Manifests: { Size: { Content: number } }[] })[]>(
        'GET',
        '/images/json',
        { query: { all: '1', manifests: '1' } },
      );
      return new Map(
        images.map(({ Id, Manifests }) => [Id, Manifests.reduce((sum, { Size }) => sum + Size.Content, 0)]),
      );
    },
  };
}
