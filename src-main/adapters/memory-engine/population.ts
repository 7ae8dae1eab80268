import type { ContainerState } from '../../domain/image/engine-snapshot.ts';
import type { ImageConfig } from '../../domain/image/image-config.ts';
import { sha256Hex } from './digests.ts';
import { asLegacyStep, setting } from './dockerfile-steps.ts';
import type { ImageOrigin, ImageSpec, PlatformSpec, StepSpec } from './image-spec.ts';
import type { RegistryState } from './memory-registry.ts';

/** A container as plain data; `image` is a key or a reference of the population. */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly state: Exclude<ContainerState, 'unknown'>;
  readonly composeProject: string | null;
  readonly mountedImages: readonly string[];
}

/** A build cache record as plain data. */
export interface CacheSpec {
  /** 25 lower-case letters and digits, or a key that is made up to them: `cacheIdOf`. */
  readonly id: string;
  readonly bytes: number;
  /** Key of an image whose layers it keeps on disk; null for bytes of its own. */
  readonly holdsLayersOf: string | null;
  readonly kind: string;
  readonly description: string;
  readonly inUse: boolean;
  /** Records it stands on, by ID or key. */
  readonly parents: readonly string[];
  readonly createdAtMs: number | null;
  readonly lastUsedAtMs: number | null;
  readonly usageCount: number;
}

/** Something that is different in a registry than the pulled images of a population tell. */
export type RegistrySpec =
  | { readonly kind: 'serves'; readonly reference: string; readonly image: ImageSpec }
  | { readonly kind: 'withdraws'; readonly reference: string }
  | { readonly kind: 'state'; readonly registry: string; readonly state: RegistryState };

/** Everything on an engine, as plain data: in the order it arrived. */
export interface Population {
  readonly images: readonly ImageSpec[];
  readonly containers: readonly ContainerSpec[];
  readonly buildCache: readonly CacheSpec[];
  /** Registries serve what was pulled from them; this comes after that. */
  readonly registry?: readonly RegistrySpec[];
}

interface ImageOptions {
  /** Key of the image it is built on. */
  readonly from?: string;
  readonly steps?: readonly StepSpec[];
  /** Key, where the reference is used more than once or there is none. */
  readonly key?: string;
  readonly origin?: ImageOrigin;
  /** References under which a registry has it; its first one when it was pulled. */
  readonly servedAs?: readonly string[];
  /** Built step by step by the legacy builder, which leaves an image for every step. */
  readonly isLegacy?: boolean;
  readonly hasAttestation?: boolean;
  readonly otherPlatforms?: readonly PlatformSpec[];
  readonly platform?: string;
  readonly createdAtMs?: number;
  readonly config?: Partial<ImageConfig>;
  readonly author?: string;
}

interface BaseOptions extends Omit<ImageOptions, 'from' | 'steps' | 'isLegacy'> {
  /** Bytes of its layers, base first. */
  readonly layers: readonly number[];
}

const firstImageAtMs = Date.UTC(2026, 0, 5, 9);

const emptyRecord: Omit<CacheSpec, 'id'> = {
  bytes: 0,
  holdsLayersOf: null,
  kind: 'regular',
  description: '',
  inUse: false,
  parents: [],
  createdAtMs: firstImageAtMs,
  lastUsedAtMs: null,
  usageCount: 0,
};

/** Writes a population down, step by step: `population().base('debian:12', …).image('acme/api:1', …)`. */
export class PopulationBuilder implements Population {
  readonly images: ImageSpec[] = [];
  readonly containers: ContainerSpec[] = [];
  readonly buildCache: CacheSpec[] = [];
  readonly registry: RegistrySpec[] = [];
  readonly #places = new Map<ImageSpec, number>();
  readonly #byKey = new Map<string, ImageSpec>();
  readonly #byTag = new Map<string, ImageSpec>();

  /** A pulled image without a story: one file system per layer. */
  base(reference: string, { layers, ...options }: BaseOptions): this {
    const steps = layers.map((bytes, index): StepSpec => {
      const content = `${reference} ${index}`;
      const createdBy =
        index === 0 ? `ADD rootfs.tar.xz / # buildkit` : `RUN /bin/sh -c setup ${index} # buildkit`;
      return { createdBy, layer: { content, bytes }, comment: 'buildkit.dockerfile.v0', createdAtMs: null };
    });
    return this.image(reference, {
      origin: 'pulled',
      ...options,
      steps: [...steps, setting('CMD ["/bin/sh"]')],
    });
  }

  /** An image; a tag it shares with an earlier one moves to it and leaves that one untagged. Empty: no tag. */
  image(reference: string, options: ImageOptions): this {
    const key = options.key ?? reference;
    const base = options.from === undefined ? undefined : this.#find(options.from);
    const own = ownSteps(options);
    const spec = toSpec({ key, reference, own, base, options, createdAtMs: this.#createdAtMs(options) });
    if (options.isLegacy === true) this.#addSteps(spec, base, own.length);
    const hasSteps = options.isLegacy === true && own.length > 1;
    const last = hasSteps ? { ...spec, parentKey: `${key}~${own.length - 1}` } : spec;
    this.#add(last);
    if (reference !== '') this.#point(last, reference);
    return this;
  }

  /** One more tag; another image that had it loses it. */
  tag(key: string, reference: string): this {
    this.#point(this.#find(key), reference);
    return this;
  }

  /** Takes a tag away. */
  untag(reference: string): this {
    const owner = this.#byTag.get(reference);
    this.#byTag.delete(reference);
    if (owner !== undefined) {
      const left = owner.tags.filter((tag) => tag !== reference);
      this.#replace(owner, left);
    }
    return this;
  }

  container(name: string, options: Pick<ContainerSpec, 'image'> & Partial<ContainerSpec>): this {
    this.containers.push({ state: 'running', composeProject: null, mountedImages: [], ...options, name });
    return this;
  }

  cacheRecord(id: string, options: Partial<Omit<CacheSpec, 'id'>>): this {
    this.buildCache.push({ ...emptyRecord, ...options, id });
    return this;
  }

  /**
   * What a registry has under a reference now: an image that nobody here pulled, or one of the population by its key.
   * A tag that was pulled moves on.
   */
  served(reference: string, image: string | ImageOptions): this {
    if (typeof image === 'string') {
      this.registry.push({ kind: 'serves', reference, image: this.#find(image) });
      return this;
    }
    const base = image.from === undefined ? undefined : this.#find(image.from);
    const options = { origin: 'pulled', ...image } as const;
    const input = { key: image.key ?? reference, reference, own: ownSteps(image), base, options };
    const spec = toSpec({ ...input, createdAtMs: this.#createdAtMs(image) });
    this.registry.push({ kind: 'serves', reference, image: spec });
    return this;
  }

  /** A registry has lost what this reference names. */
  withdrawn(reference: string): this {
    this.registry.push({ kind: 'withdraws', reference });
    return this;
  }

  /** How a registry (`docker.io`, `registry.example:5000`) answers. */
  registryState(registry: string, state: RegistryState): this {
    this.registry.push({ kind: 'state', registry, state });
    return this;
  }

  #addSteps(last: ImageSpec, base: ImageSpec | undefined, ownCount: number): void {
    const below = last.steps.length - ownCount;
    for (let count = 1; count < ownCount; count += 1) {
      const parentKey = count === 1 ? (base?.key ?? null) : `${last.key}~${count - 1}`;
      const steps = last.steps.slice(0, below + count);
      this.#add({ ...last, key: `${last.key}~${count}`, tags: [], parentKey, steps });
    }
  }

  #add(spec: ImageSpec): void {
    this.#places.set(spec, this.images.push(spec) - 1);
    this.#byKey.set(spec.key, spec);
  }

  #point(spec: ImageSpec, reference: string): void {
    if (spec.tags.includes(reference)) return;
    this.untag(reference);
    this.#replace(spec, [...spec.tags, reference]);
  }

  #replace(spec: ImageSpec, tags: readonly string[]): void {
    const changed = { ...spec, tags };
    const place = this.#places.get(spec) ?? this.images.length;
    this.#places.set(changed, place);
    this.images[place] = changed;
    if (this.#byKey.get(spec.key) === spec) this.#byKey.set(spec.key, changed);
    for (const tag of tags) this.#byTag.set(tag, changed);
  }

  #find(key: string): ImageSpec {
    const spec = this.#byTag.get(key) ?? this.#byKey.get(key);
    if (spec === undefined) throw new Error(`no image ${key} in this population`);
    return spec;
  }

  #createdAtMs({ createdAtMs }: ImageOptions): number {
    return createdAtMs ?? firstImageAtMs + this.images.length * 60_000;
  }
}

/** An empty population to add to. */
export function population(): PopulationBuilder {
  return new PopulationBuilder();
}

/** A record name as the world keeps it: 25 lower-case letters and digits, beginning with the key. */
export function cacheIdOf(key: string): string {
  if (/^[a-z0-9]{25}$/.test(key)) return key;
  return (key.toLowerCase().replaceAll(/[^a-z0-9]/g, '') + sha256Hex(key)).slice(0, 25);
}

function ownSteps({ steps = [], isLegacy = false }: ImageOptions): readonly StepSpec[] {
  return isLegacy ? steps.map(asLegacyStep) : steps;
}

function toSpec(input: {
  key: string;
  reference: string;
  own: readonly StepSpec[];
  base: ImageSpec | undefined;
  options: ImageOptions;
  createdAtMs: number;
}): ImageSpec {
  const { key, reference, own, base, options, createdAtMs } = input;
  const { origin = 'built' } = options;
  const pulledAs = origin === 'pulled' && reference !== '' ? [reference] : [];
  // Steps of the base keep their own time: the history of both must stay the same.
  const inherited = base?.steps.map((step) => ({
    ...step,
    createdAtMs: step.createdAtMs ?? base.createdAtMs,
  }));
  return {
    key,
    tags: [],
    origin,
    servedAs: options.servedAs ?? pulledAs,
    parentKey: options.isLegacy === true ? (base?.key ?? null) : null,
    platform: options.platform ?? base?.platform ?? 'linux/amd64',
    steps: [...(inherited ?? []), ...own],
    otherPlatforms: options.otherPlatforms ?? [],
    hasAttestation: options.hasAttestation ?? false,
    createdAtMs,
    config: mergeConfig(base?.config ?? {}, options.config ?? {}),
    author: options.author ?? '',
  };
}

function mergeConfig(base: Partial<ImageConfig>, own: Partial<ImageConfig>): Partial<ImageConfig> {
  const labels = { ...base.labels, ...own.labels };
  const environment = [...(base.environment ?? []), ...(own.environment ?? [])];
  return { ...base, ...own, labels, environment };
}
