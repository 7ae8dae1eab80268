import type { Engine } from '../../ports/engine/engine.ts';
import type { EngineBuildCache } from '../../ports/engine/engine-build-cache.ts';
import type { EngineImages } from '../../ports/engine/engine-images.ts';
import type { EngineSystem } from '../../ports/engine/engine-system.ts';
import type { EngineTransfers } from '../../ports/engine/engine-transfers.ts';
import { openConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { createDialer } from './create-dialer.ts';
import { defaultDeadlines } from './deadlines.ts';
import type { Deadlines } from './deadlines.ts';
import { describeEngine } from './ops/describe.ts';
import { buildCacheUsage, diskUsage } from './ops/disk-usage.ts';
import { followEvents } from './ops/follow-events.ts';
import { imageHistory } from './ops/image-history.ts';
import { inspectImage } from './ops/inspect-image.ts';
import { listBuildCache } from './ops/list-build-cache.ts';
import { listContainers } from './ops/list-containers.ts';
import { listImages } from './ops/list-images.ts';
import { loadImages } from './ops/load-images.ts';
import { pullImage } from './ops/pull-image.ts';
import { registryDigest } from './ops/registry-digest.ts';
import { removeBuildCache } from './ops/remove-build-cache.ts';
import { removeContainer } from './ops/remove-container.ts';
import { removeImage, untagImage } from './ops/remove-image.ts';
import { removePlatforms } from './ops/remove-platforms.ts';
import { saveImages } from './ops/save-images.ts';
import { tagImage } from './ops/tag-image.ts';
import { mustParseEngineUrl } from './parse-engine-url.ts';
import { redact } from './redact.ts';

/** What may differ from one engine to another. */
export interface DockerEngineOptions {
  readonly deadlines?: Partial<Deadlines>;
  /** Folder of `ca.pem`, `cert.pem` and `key.pem` for TLS; asked on the first call, null when there is none. */
  readonly certificateDirectory?: () => Promise<string | null>;
}

/**
 * Opens a Docker or Podman engine by its URL without asking it anything yet.
 * Errors:  `usage.invalid` at once for a URL that means nothing; `engine.unsupported` from every call for `ssh://`.
 */
export function openDockerEngine(url: string, options: DockerEngineOptions = {}): Engine {
  const address = mustParseEngineUrl(url);
  const openDialer = async () => createDialer(address, (await options.certificateDirectory?.()) ?? null);
  const connection = openConnection({
    url: redact(url),
    openDialer,
    deadlines: { ...defaultDeadlines, ...options.deadlines },
  });
  return {
    ...systemOf(connection),
    ...imagesOf(connection),
    ...transfersOf(connection),
    ...buildCacheOf(connection),
    listContainers: (signal) => listContainers(connection, signal),
    removeContainer: (id, signal) => removeContainer(connection, id, signal),
    events: (from, signal) => followEvents(connection, from, signal),
    close: () => Promise.resolve(connection.close()),
  };
}

function systemOf(connection: Connection): EngineSystem {
  return {
    ping: async (signal) => {
      await connection.askPeerAgain(signal);
    },
    describe: (signal) => describeEngine(connection, signal),
    totals: (signal) => diskUsage(connection, signal),
    buildCache: (signal) => buildCacheUsage(connection, signal),
  };
}

function imagesOf(connection: Connection): EngineImages {
  return {
    listImages: (signal) => listImages(connection, signal),
    inspectImage: (image, choice = {}, signal) => inspectImage(connection, { image, choice }, signal),
    imageHistory: (image, choice = {}, signal) => imageHistory(connection, { image, choice }, signal),
    tagImage: (image, target, signal) => tagImage(connection, { image, target }, signal),
    untagImage: (reference, signal) => untagImage(connection, reference, signal),
    removeImage: (id, signal) => removeImage(connection, id, signal),
    removePlatforms: (id, _platforms, signal) => removePlatforms(connection, id, signal),
  };
}

function transfersOf(connection: Connection): EngineTransfers {
  return {
    registryDigest: (reference, signal) => registryDigest(connection, reference, signal),
    pullImage: (reference, onProgress, signal) => pullImage(connection, { reference, onProgress }, signal),
    saveImages: (images, signal) => saveImages(connection, images, signal),
    loadImages: (archive, onProgress, signal) => loadImages(connection, { archive, onProgress }, signal),
  };
}

function buildCacheOf(connection: Connection): EngineBuildCache {
  return {
    listBuildCache: (signal) => listBuildCache(connection, signal),
    removeBuildCache: (ids, signal) => removeBuildCache(connection, ids, signal),
  };
}
