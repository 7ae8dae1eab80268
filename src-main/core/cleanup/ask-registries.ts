import { toAppError, type AppErrorCode, type AppErrorData } from '../../domain/app-error.ts';
import type { RegistryCheck } from '../../domain/cleanup/recorded-past.ts';
import { parseReference } from '../../domain/reference/parse-reference.ts';
import type { Engine } from '../../ports/engine/engine.ts';
import { mapBounded } from '../bounded.ts';
import type { CoreDeps } from '../core-deps.ts';

const askConcurrency = 6;
/** What a registry said an hour ago is taken as still true: a plan says when it was asked. */
const freshMs = 3_600_000;
/** A plan asks no more than this; the rest is a note of the plan, and the next one goes on. */
const mostAsked = 300;
/** A registry that did not answer is left alone for so long. */
const silenceMs = 60_000;
const askTimeoutMs = 20_000;

/** The engine that asks. */
interface AskingSession {
  readonly engine: Pick<Engine, 'registryDigest'>;
  describe(): Promise<{ readonly id: string }>;
}

/** What came of asking a registry about a reference. */
export type RegistryAnswer = RegistryCheck | { readonly error: AppErrorData };

/** After these another reference of the same registry would fare no better. */
const silencing: readonly AppErrorCode[] = [
  'registry.unreachable',
  'registry.rate-limited',
  'engine.unsupported',
  'engine.timeout',
  'cancelled',
];

/** These are about the reference or its registry; any other failure is the engine's and ends the asking. */
const aboutReference: readonly AppErrorCode[] = [
  ...silencing,
  'registry.unauthorized',
  'reference.invalid',
  'engine.bad-answer',
  'engine.failed',
  'engine.not-found',
];

/** Asks registries what references name now, through the engine, sparingly, and writes down what they say. */
export class RegistryAsker {
  readonly #deps: Pick<CoreDeps, 'store' | 'clock'>;
  /** By engine and registry: until when it is left alone, and why. */
  readonly #silent = new Map<string, { readonly untilMs: number; readonly error: AppErrorData }>();

  constructor(deps: Pick<CoreDeps, 'store' | 'clock'>) {
    this.#deps = deps;
  }

  /**
   * Answers by reference. Checks of the last hour are answers, unless it shall be `anew`.
   * Shape:   a reference that was not asked, because there are too many, is absent.
   * Errors:  those of the engine; a registry that does not answer is an answer, and is not asked again for each of its
   *          images.
   */
  async ask(
    session: AskingSession,
    references: readonly string[],
    { anew = false }: { readonly anew?: boolean } = {},
  ): Promise<ReadonlyMap<string, RegistryAnswer>> {
    const { id: engineId } = await session.describe();
    const known = this.#deps.store.registryChecks(engineId);
    const answers = new Map<string, RegistryAnswer>();
    const due: string[] = [];
    for (const reference of new Set(references)) {
      const check = known.get(reference);
      const isFresh = check !== undefined && Math.abs(this.#deps.clock.now() - check.checkedAtMs) < freshMs;
      if (isFresh && !anew) answers.set(reference, check);
      else if (due.length < mostAsked) due.push(reference);
    }
    const askOne = async (reference: string): Promise<void> => {
      answers.set(reference, await this.#ask(session, engineId, reference));
    };
    // One of each registry first: it tells whether the others are worth asking.
    const [first, rest] = firstOfEach(due, registryOf);
    await mapBounded(first, askConcurrency, askOne);
    await mapBounded(rest, askConcurrency, askOne);
    return answers;
  }

  async #ask(session: AskingSession, engineId: string, reference: string): Promise<RegistryAnswer> {
    const { store, clock } = this.#deps;
    const registry = `${engineId} ${registryOf(reference)}`;
    const silent = this.#silent.get(registry);
    if (silent !== undefined && clock.now() < silent.untilMs) return { error: silent.error };
    const write = (digest: string | null): RegistryCheck => {
      const check = { checkedAtMs: clock.now(), digest };
      store.recordCheck(engineId, { ...check, reference });
      return check;
    };
    try {
      return write(await session.engine.registryDigest(reference, AbortSignal.timeout(askTimeoutMs)));
    } catch (thrown) {
      const error = toAppError(thrown);
      if (error.code === 'registry.not-found') return write(null);
      if (!aboutReference.includes(error.code)) throw error;
      if (silencing.includes(error.code)) {
        this.#silent.set(registry, { untilMs: clock.now() + silenceMs, error: error.toData() });
      }
      return { error: error.toData() };
    }
  }
}

function registryOf(reference: string): string {
  const parsed = parseReference(reference);
  return parsed.ok ? parsed.value.registry : '';
}

function firstOfEach<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
): readonly [readonly T[], readonly T[]] {
  const seen = new Set<string>();
  const first: T[] = [];
  const rest: T[] = [];
  for (const item of items) {
    (seen.has(keyOf(item)) ? rest : first).push(item);
    seen.add(keyOf(item));
  }
  return [first, rest];
}
