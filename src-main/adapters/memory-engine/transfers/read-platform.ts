import type { ImageConfig } from '../../../domain/image/image-config.ts';
import { transferFailed } from '../engine-errors.ts';
import type { ImageSpec, LayerSpec, StepSpec } from '../image-spec.ts';
import type { LayerBlobs } from '../layer-blobs.ts';
import type { ArchivedConfig } from './archive-documents.ts';
import type { ArchiveTimes } from './archive-times.ts';
import { readLayer } from './read-layer.ts';

/** One platform of an archived image. */
export interface ArchivedPlatform {
  readonly platform: string;
  readonly steps: readonly StepSpec[];
  readonly layers: readonly LayerSpec[];
  readonly createdAtMs: number;
  readonly config: Partial<ImageConfig>;
  readonly author: string;
}

/** What a platform is read from. */
export interface PlatformSource {
  readonly config: ArchivedConfig;
  /** Content of its layers, base first. */
  readonly layers: readonly Uint8Array[];
  /** null where the config has them. */
  readonly times: ArchiveTimes | null;
}

/** Errors:  `transfer.failed` when a layer is not the one the config names. */
export function readPlatform(
  { config, layers: contents, times }: PlatformSource,
  blobs: LayerBlobs,
): ArchivedPlatform {
  const diffIds = config.rootfs?.diff_ids ?? [];
  if (diffIds.length !== contents.length) {
    const counts = `expected ${diffIds.length}, got ${contents.length}`;
    throw transferFailed('archive', `invalid manifest, layers length mismatch: ${counts}`);
  }
  const layers = contents.map((content, index) => readLayer(content, diffIds[index] ?? '', blobs));
  const { os, architecture, variant } = config;
  return {
    platform: [os, architecture, variant].filter((part) => part !== '').join('/'),
    steps: readSteps(config, layers, times),
    layers,
    createdAtMs: times?.createdAtMs ?? timeOf(config.created) ?? 0,
    config: readRunConfig(config),
    author: config.author,
  };
}

/** The spec of a loaded image: what it was made from on the engine's own platform. */
export function loadedSpec(key: string, platform: ArchivedPlatform): ImageSpec {
  const { steps, createdAtMs, config, author } = platform;
  return {
    key,
    tags: [],
    origin: 'loaded',
    servedAs: [],
    parentKey: null,
    platform: platform.platform,
    steps,
    otherPlatforms: [],
    hasAttestation: false,
    createdAtMs,
    config,
    author,
  };
}

function readSteps(
  { history }: ArchivedConfig,
  layers: readonly LayerSpec[],
  times: ArchiveTimes | null,
): readonly StepSpec[] {
  const left = [...layers];
  const told = history.map((entry, index): StepSpec => ({
    createdBy: entry.created_by,
    layer: entry.empty_layer ? null : (left.shift() ?? null),
    comment: entry.comment,
    createdAtMs: times === null ? timeOf(entry.created) : (times.steps[index] ?? null),
  }));
  // A history may be missing, or shorter than the layers.
  return [...told, ...left.map((layer) => ({ createdBy: '', layer, comment: '', createdAtMs: null }))];
}

/** Settings that are there: what is empty is left out, as a build leaves it out. */
function readRunConfig({ config }: ArchivedConfig): Partial<ImageConfig> {
  if (config == null) return {};
  const settings = {
    environment: config.Env,
    entrypoint: config.Entrypoint,
    command: config.Cmd,
    workingDirectory: config.WorkingDir,
    user: config.User,
    exposedPorts: Object.keys(config.ExposedPorts),
    volumes: Object.keys(config.Volumes),
    labels: config.Labels,
    stopSignal: config.StopSignal,
  } satisfies ImageConfig;
  const isSet = (value: object | string): boolean => Object.keys(value).length > 0;
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => isSet(value)));
}

function timeOf(written: string): number | null {
  const ms = Date.parse(written);
  return Number.isNaN(ms) ? null : ms;
}
