import { AppError, type AppErrorCode } from '../../domain/app-error.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import { defaultTag, type Reference } from '../../domain/reference/reference.ts';
import { invalidReference } from './engine-errors.ts';
import type { ImageSpec } from './image-spec.ts';
import type { LayerBlobs } from './layer-blobs.ts';
import { writeImage } from './written-image.ts';

/** How a registry answers: as it should, not at all, to nobody who has not signed in, or to nobody who asks too often. */
export type RegistryState = 'up' | 'down' | 'refuses' | 'limits';

/** An image as a registry has it. */
export interface ServedImage {
  /** Of its index, or of its only manifest. */
  readonly digest: string;
  readonly spec: ImageSpec;
}

interface Repository {
  readonly byTag: Map<string, ServedImage>;
  readonly byDigest: Map<string, ServedImage>;
}

/** Source: ENGINES §4.1 (measured texts). */
const refusals: Readonly<Record<Exclude<RegistryState, 'up'>, readonly [AppErrorCode, string]>> = {
  down: ['registry.unreachable', 'dial tcp: connect: connection refused'],
  refuses: ['registry.unauthorized', 'no basic auth credentials'],
  limits: [
    'registry.rate-limited',
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
  ],
};

/** Every registry in the world: what they serve, and how they are today. */
export class MemoryRegistry {
  readonly #blobs: LayerBlobs;
  readonly #repositories = new Map<string, Repository>();
  readonly #states = new Map<string, RegistryState>();

  constructor(blobs: LayerBlobs) {
    this.#blobs = blobs;
  }

  /**
   * Serves an image under a reference, and under its digest, which is returned. A tag that named another image moves
   * on; that one is still there under its digest. `digest` spares the work where it is known.
   */
  serve(reference: string, spec: ImageSpec, digest = this.digestOf(spec)): string {
    const parsed = parse(reference);
    const repository = this.#repositoryOf(parsed);
    // Nothing else has been fetched when an image was only just pulled.
    const otherPlatforms = spec.otherPlatforms.map((other) => ({ ...other, isAvailable: false }));
    const served = toPulled({ ...spec, otherPlatforms });
    repository.byDigest.set(digest, { digest, spec: served });
    if (parsed.digest === null) repository.byTag.set(parsed.tag ?? defaultTag, { digest, spec: served });
    return digest;
  }

  /** An image is served no longer, under no tag and no digest of that repository. */
  withdraw(reference: string): void {
    const { digest } = this.#find(parse(reference), reference);
    const { byTag, byDigest } = this.#repositoryOf(parse(reference));
    byDigest.delete(digest);
    for (const [tag, served] of byTag) if (served.digest === digest) byTag.delete(tag);
  }

  /** How a registry (`docker.io`, `registry.example:5000`) answers from now on. */
  setState(registry: string, state: RegistryState): void {
    this.#states.set(registry, state);
  }

  /**
   * What a reference names now.
   * Errors:  `reference.invalid`, `registry.not-found`, `registry.unauthorized`, `registry.unreachable`,
   *          `registry.rate-limited`.
   */
  resolve(reference: string): ServedImage {
    const parsed = parse(reference);
    const state = this.#states.get(parsed.registry) ?? 'up';
    if (state === 'up') return this.#find(parsed, reference);
    const [code, detail] = refusals[state];
    throw new AppError(code, { subject: reference, detail });
  }

  /** The digest an image has in every registry. */
  digestOf(spec: ImageSpec): string {
    const { index, manifests } = writeImage(toPulled(spec), this.#blobs);
    return (index ?? manifests[0].manifest).digest;
  }

  #find(parsed: Reference, text: string): ServedImage {
    const repository = this.#repositoryOf(parsed);
    const served =
      parsed.digest === null
        ? repository.byTag.get(parsed.tag ?? defaultTag)
        : repository.byDigest.get(parsed.digest);
    if (served !== undefined) return served;
    const detail = `manifest for ${text} not found: manifest unknown: manifest unknown`;
    throw new AppError('registry.not-found', { subject: text, detail });
  }

  #repositoryOf({ registry, repository }: Reference): Repository {
    const name = `${registry}/${repository}`;
    const known = this.#repositories.get(name) ?? { byTag: new Map(), byDigest: new Map() };
    this.#repositories.set(name, known);
    return known;
  }
}

function toPulled(spec: ImageSpec): ImageSpec {
  return { ...spec, origin: 'pulled', tags: [], servedAs: [], parentKey: null };
}

function parse(reference: string): Reference {
  const parsed = parseReference(reference);
  if (!parsed.ok) throw invalidReference(reference, parsed.problem.code);
  return parsed.value;
}
