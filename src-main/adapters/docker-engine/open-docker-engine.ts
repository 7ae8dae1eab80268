import type { Engine } from '../../ports/engine/engine.ts';
import type { EngineImages } from '../../ports/engine/engine-images.ts';
import type { EngineSystem } from '../../ports/engine/engine-system.ts';
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
import { listContainers } from './ops/list-containers.ts';
import { listImages } from './ops/list-images.ts';
import { removeImage, untagImage } from './ops/remove-image.ts';
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
    listContainers: (signal) => listContainers(connection, signal),
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
  };
}
