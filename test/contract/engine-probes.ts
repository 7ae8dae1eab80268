import { createHash } from 'node:crypto';

import { expect } from 'vitest';

import { AppError, type AppErrorCode } from '#main/domain/app-error.ts';
import type { ContainerId, ImageId } from '#main/domain/image/hashes.ts';
import { isKnown, type MaybeBytes } from '#main/domain/unknown.ts';
import type { Engine } from '#main/ports/engine/engine.ts';
import type { EngineEvent } from '#main/ports/engine/engine-events.ts';
import type { ListedImage } from '#main/ports/engine/engine-images.ts';

import { archiveOf, readArchive } from './archives.ts';

/** The ID a reference points to. */
export async function idOf(engine: Engine, reference: string): Promise<ImageId> {
  return (await engine.inspectImage(reference)).id;
}

/** The row of an image in the list; the test fails when there is none. */
export async function rowOf(engine: Engine, id: ImageId): Promise<ListedImage> {
  const { images } = await engine.listImages();
  const row = images.find((image) => image.id === id);
  if (row === undefined) throw new Error(`${id} is not listed`);
  return row;
}

/** Whether the list has an image. */
export async function isListed(engine: Engine, id: ImageId): Promise<boolean> {
  return (await engine.listImages()).images.some((image) => image.id === id);
}

/** A number that must be known. */
export function known(bytes: MaybeBytes): number {
  if (!isKnown(bytes)) throw new Error('these bytes should be known');
  return bytes;
}

/** ChainIDs of a stack, computed apart from the product. Source: OCI image-spec config.md, "Layer ChainID". */
export function chainsOf(diffIds: readonly string[]): readonly string[] {
  const chains: string[] = [];
  for (const diffId of diffIds) {
    const below = chains.at(-1);
    const text = `${below ?? ''} ${diffId}`;
    chains.push(below === undefined ? diffId : `sha256:${createHash('sha256').update(text).digest('hex')}`);
  }
  return chains;
}

/** Expects a rejection with this code, as an `AppError`; gives it back to look at its words. */
export async function expectRejection(promise: Promise<unknown>, code: AppErrorCode): Promise<AppError> {
  const error: unknown = await promise.then(
    (value) => expect.fail(`resolved with ${JSON.stringify(value)} instead of rejecting with ${code}`),
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AppError);
  const appError = error as AppError;
  expect(appError.code, appError.message).toBe(code);
  return appError;
}

/** Every operation that answers once, with something to ask for. */
export function everyOperation(
  engine: Engine,
  signal?: AbortSignal,
): readonly (readonly [string, () => Promise<unknown>])[] {
  const nothing = `sha256:${'0'.repeat(64)}` as ImageId;
  return [
    ['ping', () => engine.ping(signal)],
    ['describe', () => engine.describe(signal)],
    ['totals', () => engine.totals(signal)],
    ['buildCache', () => engine.buildCache(signal)],
    ['listImages', () => engine.listImages(signal)],
    ['inspectImage', () => engine.inspectImage(nothing, {}, signal)],
    ['imageHistory', () => engine.imageHistory(nothing, {}, signal)],
    ['tagImage', () => engine.tagImage(nothing, 'contract/never:1', signal)],
    ['untagImage', () => engine.untagImage('contract/never:1', signal)],
    ['removeImage', () => engine.removeImage(nothing, signal)],
    ['listContainers', () => engine.listContainers(signal)],
    ['removeContainer', () => engine.removeContainer('0'.repeat(64) as ContainerId, signal)],
    ['listBuildCache', () => engine.listBuildCache(signal)],
    ['removeBuildCache', () => engine.removeBuildCache(['0'.repeat(25)], signal)],
    ['registryDigest', () => engine.registryDigest('localhost:1/contract/never:1', signal)],
    ['pullImage', () => engine.pullImage('localhost:1/contract/never:1', () => undefined, signal)],
    ['saveImages', () => readArchive(engine.saveImages([nothing], signal))],
    ['loadImages', () => engine.loadImages(archiveOf(new Uint8Array(1024)), () => undefined, signal)],
    ['removePlatforms', () => engine.removePlatforms(nothing, ['linux/arm64'], signal)],
  ];
}

/** Reads the event stream beside the test. */
export class EventReader {
  readonly seen: EngineEvent[] = [];
  /** Settles when the stream ends. */
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();
  readonly #opened = Promise.withResolvers<void>();
  #arrived = Promise.withResolvers<void>();

  constructor(engine: Engine, sinceMs?: number) {
    const onOpen = (): void => this.#opened.resolve();
    const from = sinceMs === undefined ? { onOpen } : { sinceMs, onOpen };
    this.ended = this.#read(engine.events(from, this.#abort.signal));
    // A test that does not look at the end must not fail as an unhandled rejection.
    this.ended.catch((error: unknown) => this.#opened.reject(error));
    this.#opened.promise.catch(() => undefined);
  }

  /** Opens a stream and waits until the engine has accepted it. */
  static async open(engine: Engine, sinceMs?: number): Promise<EventReader> {
    const reader = new EventReader(engine, sinceMs);
    await reader.#opened.promise;
    return reader;
  }

  /** Waits for the first event, seen already or to come, that fits. */
  async find(fits: (event: EngineEvent) => boolean): Promise<EngineEvent> {
    for (;;) {
      const found = this.seen.find(fits);
      if (found !== undefined) return found;
      await this.#arrived.promise;
    }
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }

  async #read(stream: AsyncIterable<EngineEvent>): Promise<void> {
    for await (const event of stream) {
      this.seen.push(event);
      this.#arrived.resolve();
      this.#arrived = Promise.withResolvers();
    }
  }
}
