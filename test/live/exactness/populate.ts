import { readFileSync } from 'node:fs';

import { engineHttp, type EngineHttp } from '../engines/engine-http.ts';
import type { TestEngine } from '../engines/start-engine.ts';
import { buildWithBuildkit } from '../images/build-with-buildkit.ts';
import { generateImages } from '../images/generate-images.ts';
import { loadImages } from '../images/load-images.ts';
import { makeLayerTar, packTar, type LayerRecipe } from '../images/layer-tar.ts';
import type { SeededRandom } from '../images/seeded-random.ts';
import { publishImage } from '../registry/publish-image.ts';
import { emptyEngine } from '../seed-engine.ts';

/** Where images come from. */
export interface Sources {
  readonly engine: TestEngine;
  /** Address of a local registry. */
  readonly registry: string;
  readonly random: SeededRandom;
  readonly round: number;
}

/** The containerd store takes its time for each image it holds, at every answer. */
const loadedEach = { classic: 40, containerd: 20 };
const builtEach = 4;
const pulledEach = 4;

/** Brings new images of every origin, and containers in every state. BuildKit leaves its cache, so it comes only when asked. */
export async function populate(sources: Sources, withBuildkit: boolean): Promise<void> {
  const { engine, random } = sources;
  const http = engineHttp(engine.socketPath);
  await loadMore(sources, loadedOn(engine));
  await buildStepByStep(http, sources);
  await pullFromRegistry(http, sources);
  if (withBuildkit) await buildWithCache(sources);
  await startContainers(http, random);
}

/** Loads new images, under names that nothing else has. */
export async function loadMore({ engine, random, round }: Sources, count: number): Promise<void> {
  const seed = random.between(1, 1e9);
  const recipes = generateImages({ seed, count }).map((recipe) => ({
    ...recipe,
    label: `${recipe.label}-${round}-${seed}`,
    tags: recipe.tags.map((tag) => tag.replace(/:/, `:${round}-${seed}-`)),
  }));
  await loadImages(engine.socketPath, recipes);
}

function loadedOn({ kind }: TestEngine): number {
  return kind === 'docker-28-containerd' ? loadedEach.containerd : loadedEach.classic;
}

/** The classic builder leaves an image for each step. */
async function buildStepByStep(http: EngineHttp, { random, round }: Sources): Promise<void> {
  const base = 'exact/base:1';
  if (!(await http.send('GET', `/images/${base}/json`)).text.includes('RootFS')) {
    const dockerfile =
      'FROM scratch\nCOPY busybox /bin/busybox\nENV PATH=/bin\nCMD ["/bin/busybox", "sleep", "600"]';
    await build(http, base, { Dockerfile: dockerfile, busybox: readFileSync('/bin/busybox') });
  }
  const versions = Array.from({ length: builtEach }, (_, at) => `exact/api:1.${round}.${at}`);
  for (const tag of versions) {
    const steps = Array.from({ length: random.between(1, 3) }, (_, at) => `COPY file-${at} /srv/${at}`);
    const files = steps.map((_, at) => [`file-${at}`, noise(random)] as const);
    const dockerfile = [`FROM ${random.isLikely(0.6) ? base : random.pick(versions.slice(0, 1))}`, ...steps];
    const from = tag === versions[0] ? [`FROM ${base}`, ...steps] : dockerfile;
    await build(http, tag, {
      Dockerfile: [...from, 'LABEL stage=test'].join('\n'),
      ...Object.fromEntries(files),
    });
  }
  // Built again under the same name: the older image is left without one.
  await build(http, 'exact/web:dev', { Dockerfile: `FROM ${base}\nCOPY page /page`, page: noise(random) });
}

async function build(
  http: EngineHttp,
  tag: string,
  files: Readonly<Record<string, Buffer | string>>,
): Promise<void> {
  const tar = await packTar(Object.entries(files).map(([name, content]) => ({ name, content })));
  const query = { t: tag, networkmode: 'none', rm: '1', forcerm: '1', version: '1' };
  await http.call('POST', '/build', { query, tar });
}

async function pullFromRegistry(http: EngineHttp, { registry, random, round }: Sources): Promise<void> {
  const shared: LayerRecipe = { kind: 'files', seed: 77, bytes: 90_000 };
  for (let at = 0; at < pulledEach; at += 1) {
    const own: LayerRecipe = {
      kind: 'files',
      seed: random.between(1, 1e9),
      bytes: random.between(1000, 80_000),
    };
    const layers = await Promise.all([shared, own].map(makeLayerTar));
    const config = JSON.stringify({
      architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
      os: 'linux',
      created: '2024-05-01T00:00:00Z',
      config: { Cmd: ['/srv'] },
      rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
      history: layers.map(() => ({ created: '2024-05-01T00:00:00Z', created_by: 'COPY part /' })),
    });
    const tag = `${round}.${at}.0`;
    const tars = layers.map(({ tar }) => tar);
    await publishImage(registry, { repository: 'exact/pulled', tags: [tag], config, layers: tars });
    await http.call('POST', '/images/create', { query: { fromImage: `${registry}/exact/pulled`, tag } });
  }
}

async function buildWithCache({ engine, random, round }: Sources): Promise<void> {
  const shared = noise(random);
  for (const name of ['one', 'two']) {
    const files = { 'a-shared': shared, [`b-${name}`]: noise(random) };
    await buildWithBuildkit(engine.url, `exact/kit-${name}:${round}`, files);
  }
}

/** Created, running, paused, exited; of images that stay, and of images somebody will want to remove. */
async function startContainers(http: EngineHttp, random: SeededRandom): Promise<void> {
  const images = await http.call<{ RepoTags: string[] | null }[]>('GET', '/images/json');
  const tags = images.flatMap(({ RepoTags: names }) =>
    (names ?? []).filter((name) => !name.includes('<none>')),
  );
  for (const image of random.sample(tags, 3)) await create(http, image, []);
  const runnable = tags.filter((tag) => tag.startsWith('exact/api:') || tag.startsWith('exact/web:'));
  const [running, paused, exited] = random.sample(runnable, 3);
  const sleep = ['/bin/busybox', 'sleep', '600'];
  for (const image of [running, paused, exited]) {
    if (image === undefined) continue;
    const id = await create(http, image, image === exited ? ['/bin/busybox', 'true'] : sleep);
    await http.call('POST', `/containers/${id}/start`);
    if (image === paused) await http.call('POST', `/containers/${id}/pause`);
    if (image === exited) await http.call('POST', `/containers/${id}/wait`);
  }
}

async function create(http: EngineHttp, image: string, command: readonly string[]): Promise<string> {
  const json = {
    Image: image,
    Cmd: command.length > 0 ? command : ['/srv'],
    HostConfig: { NetworkMode: 'none' },
  };
  return (await http.call<{ Id: string }>('POST', '/containers/create', { json })).Id;
}

/**
 * Ends and removes every container, so that the next round begins with none. On the containerd store also what is left of
 * the images and the build cache; elsewhere rounds build on each other.
 */
export async function endRound({ kind, socketPath }: TestEngine): Promise<void> {
  const http = engineHttp(socketPath);
  if (kind === 'docker-28-containerd') {
    await emptyEngine(http);
    await http.call('POST', '/build/prune', { query: { all: '1' } });
    return;
  }
  const containers = await http.call<{ Id: string }[]>('GET', '/containers/json', { query: { all: '1' } });
  for (const { Id: id } of containers)
    await http.call('DELETE', `/containers/${id}`, { query: { force: '1' } });
}

function noise(random: SeededRandom): string {
  return Array.from({ length: random.between(100, 9000) }, () => random.between(0, 35).toString(36)).join('');
}
