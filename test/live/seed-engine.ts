import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

import {
  seedCreatedAtMs,
  type SeedContainer,
  type SeedImage,
  type SeedLayer,
} from '#test/contract/engine-seed.ts';

import type { EngineHttp } from './engines/engine-http.ts';
import { packTar, type TarEntry } from './images/layer-tar.ts';

interface SeedLayerTar {
  readonly diffId: string;
  readonly tar: Buffer;
}

/** Brings what a contract test asks for into a real engine: all images in one archive, then the containers. */
export async function seedEngine(
  http: EngineHttp,
  images: readonly SeedImage[],
  containers: readonly SeedContainer[],
): Promise<void> {
  if (images.length > 0) {
    const tar = await packTar(await archiveEntries(images));
    await http.call('POST', '/images/load', { query: { quiet: '1' }, tar });
  }
  for (const { name, image } of containers) {
    const json = { Image: image, Cmd: ['/srv'], HostConfig: { NetworkMode: 'none' } };
    await http.call('POST', '/containers/create', { query: { name }, json });
  }
}

/** An image for a registry: the same layers and configuration as `seedEngine` would bring. */
export async function seedParts(image: SeedImage): Promise<{ config: string; layers: readonly Buffer[] }> {
  const layers = await Promise.all(layersOf(image).map(makeLayer));
  return { config: configOf(image, layers), layers: layers.map(({ tar }) => tar) };
}

/** Starts a container that does nothing until it is removed; gives its ID. */
export async function runSleeper(http: EngineHttp, name: string): Promise<string> {
  const layer = await packTar([{ name: 'busybox', content: readFileSync('/bin/busybox') }]);
  const diffId = `sha256:${createHash('sha256').update(layer).digest('hex')}`;
  const config = configOf({ tags: ['contract/sleeper:1'], steps: [] }, [{ diffId, tar: layer }]);
  const manifest = [{ Config: 'config.json', RepoTags: ['contract/sleeper:1'], Layers: ['layer.tar'] }];
  const tar = await packTar([
    { name: 'layer.tar', content: layer },
    { name: 'config.json', content: config },
    { name: 'manifest.json', content: JSON.stringify(manifest) },
  ]);
  await http.call('POST', '/images/load', { query: { quiet: '1' }, tar });
  const json = {
    Image: 'contract/sleeper:1',
    Cmd: ['/busybox', 'sleep', '1000000'],
    HostConfig: { NetworkMode: 'none' },
  };
  const { Id: id } = await http.call<{ Id: string }>('POST', '/containers/create', { query: { name }, json });
  await http.call('POST', `/containers/${id}/start`);
  return id;
}

/** Removes every container, every image and the build cache of a test engine. */
export async function emptyEngine(http: EngineHttp): Promise<void> {
  const containers = await http.call<{ Id: string }[]>('GET', '/containers/json', { query: { all: '1' } });
  for (const { Id } of containers) await http.call('DELETE', `/containers/${Id}`, { query: { force: '1' } });
  // Children hold their parents, so what could not go in one round goes in the next.
  for (let round = 0; round < 10; round += 1) {
    const images = await http.call<{ Id: string }[]>('GET', '/images/json', { query: { all: '1' } });
    if (images.length === 0) {
      await http.call('POST', '/build/prune', { query: { all: '1' } });
      return;
    }
    for (const { Id } of images) await http.send('DELETE', `/images/${Id}`, { query: { force: '1' } });
  }
  throw new Error('the test engine could not be emptied');
}

async function archiveEntries(images: readonly SeedImage[]): Promise<TarEntry[]> {
  const files = new Map<string, Buffer | string>();
  const ids = new Map<string, string>();
  const manifest: unknown[] = [];
  for (const image of images) {
    const layers = await Promise.all(layersOf(image).map(makeLayer));
    for (const { diffId, tar } of layers) files.set(`${hexOf(diffId)}/layer.tar`, tar);
    const config = configOf(image, layers);
    const id = createHash('sha256').update(config).digest('hex');
    files.set(`${id}.json`, config);
    ids.set(image.tags[0], id);
    const parent = image.parent === undefined ? undefined : ids.get(image.parent);
    manifest.push({
      Config: `${id}.json`,
      RepoTags: image.tags,
      Layers: layers.map(({ diffId }) => `${hexOf(diffId)}/layer.tar`),
      ...(parent === undefined ? {} : { Parent: `sha256:${parent}` }),
    });
  }
  files.set('manifest.json', JSON.stringify(manifest));
  return [...files].map(([name, content]) => ({ name, content }));
}

function layersOf(image: SeedImage): SeedLayer[] {
  return image.steps.flatMap((step) => (step.layer === undefined ? [] : [step.layer]));
}

async function makeLayer({ content, bytes }: SeedLayer): Promise<SeedLayerTar> {
  const entry =
    bytes === 0 ? { name: `${content}/` } : { name: content, content: Buffer.alloc(bytes, content) };
  const tar = await packTar([entry]);
  return { tar, diffId: `sha256:${createHash('sha256').update(tar).digest('hex')}` };
}

function configOf(image: SeedImage, layers: readonly SeedLayerTar[]): string {
  const created = new Date(seedCreatedAtMs).toISOString();
  const config = image.config ?? {};
  return JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created,
    config: {
      Env: config.environment,
      Entrypoint: config.entrypoint,
      Cmd: config.command,
      WorkingDir: config.workingDirectory,
      User: config.user,
      ExposedPorts: setOf(config.exposedPorts),
      Volumes: setOf(config.volumes),
      Labels: config.labels,
      StopSignal: config.stopSignal,
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
    history: image.steps.map(({ createdBy, layer }) => ({
      created,
      created_by: createdBy,
      ...(layer === undefined ? { empty_layer: true } : {}),
    })),
  });
}

function setOf(names: readonly string[] | undefined): Record<string, object> | undefined {
  return names && Object.fromEntries(names.map((name) => [name, {}]));
}

function hexOf(digest: string): string {
  return digest.slice('sha256:'.length);
}
