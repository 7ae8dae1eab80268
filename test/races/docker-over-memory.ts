import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import { AppError } from '#main/domain/app-error.ts';
import { toImageId } from '#main/domain/image/hashes.ts';
import type { RemovalReply } from '#main/ports/engine/engine-images.ts';

/** An engine that speaks Docker's API on a Unix socket: what it holds outlives whoever asks it. */
export interface DockerOverMemory {
  readonly url: string;
  stop(): Promise<void>;
}

/** What a test may do around each request: `answer` does what was asked and tells the engine's answer. */
export type AroundRequest = (request: string, answer: () => Promise<unknown>) => Promise<unknown>;

const routes: readonly (readonly [
  RegExp,
  (engine: MemoryEngine, found: RegExpExecArray, query: URLSearchParams) => Promise<unknown>,
])[] = [
  [/^GET \/_ping$/, () => Promise.resolve('OK')],
  [/^GET \/info$/, (engine) => infoOf(engine)],
  [
    /^GET \/system\/df$/,
    async (engine) => ({ LayersSize: (await engine.totals()).layersBytes, BuildCache: [] }),
  ],
  [/^GET \/images\/json$/, (engine) => imagesOf(engine)],
  [/^GET \/containers\/json$/, (engine) => containersOf(engine)],
  [/^GET \/images\/(.+)\/json$/, async (engine, [, name = '']) => (await engine.inspectImage(name)).raw],
  [/^GET \/images\/(.+)\/history$/, (engine, [, name = '']) => historyOf(engine, name)],
  [
    /^DELETE \/images\/(.+)$/,
    async (engine, [, name = '']) => rowsOf(await engine.removeImage(toImageId(name))),
  ],
  [
    /^POST \/images\/(.+)\/tag$/,
    (engine, [, name = ''], query) =>
      engine.tagImage(name, `${query.get('repo') ?? ''}:${query.get('tag') ?? ''}`),
  ],
];

/** Serves the classic store of a memory engine. */
export async function serveDocker(engine: MemoryEngine, around: AroundRequest): Promise<DockerOverMemory> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-docker-'));
  const socketPath = join(folder, 'engine.sock');
  const server = createServer((request, response) => {
    void answer(engine, request, around).then(
      (body) => send(response, 200, body),
      (error: unknown) => sendError(response, error),
    );
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  return {
    url: `unix://${socketPath}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answer(
  engine: MemoryEngine,
  message: IncomingMessage,
  around: AroundRequest,
): Promise<unknown> {
  const url = new URL(message.url ?? '/', 'http://engine');
  const path = decodeURIComponent(url.pathname).replace(/^\/v1\.\d+/, '');
  const request = `${message.method ?? ''} ${path}`;
  for (const [pattern, route] of routes) {
    const found = pattern.exec(request);
    if (found !== null) return around(request, () => route(engine, found, url.searchParams));
  }
  throw new AppError('engine.unsupported', { detail: 'page not found' });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'Api-Version': '1.51', Server: 'Docker/28.5.2 (linux)' });
  response.end(text);
}

function sendError(response: ServerResponse, thrown: unknown): void {
  const error = thrown instanceof AppError ? thrown : new AppError('bug', { detail: String(thrown) });
  const status = { 'engine.not-found': 404, 'engine.conflict': 409, 'engine.unsupported': 404 }[
    error.code as string
  ];
  const words = error.code === 'engine.not-found' ? `No such image: ${error.subject}` : error.detail;
  send(response, status ?? 500, { message: words });
}

async function infoOf(engine: MemoryEngine) {
  const { id, version, driver } = await engine.describe();
  const host = { OSType: 'linux', Architecture: 'x86_64', Name: 'test', DockerRootDir: '/var/lib/docker' };
  return { ID: id, ServerVersion: version, Driver: driver, DriverStatus: [], ...host };
}

async function imagesOf(engine: MemoryEngine) {
  return (await engine.listImages()).images.map((image) => ({
    Id: image.id,
    ParentId: image.parentId ?? '',
    RepoTags: image.tags,
    RepoDigests: image.digests,
    Created: image.createdAtMs / 1000,
    Size: image.bytes === 'unknown' ? -1 : image.bytes,
    SharedSize: image.sharedBytes === 'unknown' ? -1 : image.sharedBytes,
    Labels: image.labels,
  }));
}

async function containersOf(engine: MemoryEngine) {
  return (await engine.listContainers()).containers.map((container) => ({
    Id: container.id,
    Names: [`/${container.name}`],
    Image: container.imageReference,
    ImageID: container.imageId,
    State: container.state,
    Labels: {},
  }));
}

async function historyOf(engine: MemoryEngine, name: string) {
  const entries = await engine.imageHistory(name);
  return entries.toReversed().map((entry) => ({
    Id: entry.imageId ?? '<missing>',
    Created: (entry.createdAtMs ?? 0) / 1000,
    CreatedBy: entry.createdBy,
    Comment: entry.comment,
    Size: entry.bytes,
  }));
}

function rowsOf({ untagged, removedImages, removedChains }: RemovalReply) {
  return [
    ...untagged.map((name) => ({ Untagged: name })),
    ...[...removedImages, ...removedChains].map((id) => ({ Deleted: id })),
  ];
}
