import { copy } from '#main/adapters/memory-engine/dockerfile-steps.ts';
import type { MemoryEngine } from '#main/adapters/memory-engine/memory-engine.ts';
import { population } from '#main/adapters/memory-engine/population.ts';
import { AppError } from '#main/domain/app-error.ts';
import type { Pin } from '#main/domain/cleanup/pin.ts';
import type { Store } from '#main/ports/store.ts';
import type { SeededRandom } from '#test/live/images/seeded-random.ts';
import type { RandomPopulation } from './random-population.ts';

/**
 * When somebody acts. `between`: anywhere between two of our calls. `in-the-moment`: between our look at a name and its
 * removal, which no engine closes: a name that moves just then is tested apart, so that here only what an engine refuses by itself
 * is done.
 */
export type Moment = 'between' | 'in-the-moment';

/** Somebody at the same engine, and at the pins, who does one thing at a time. What cannot be done is not done. */
export class SomebodyElse {
  readonly #engine: MemoryEngine;
  readonly #store: Pick<Store, 'addPin'>;
  readonly #made: RandomPopulation;
  readonly #random: SeededRandom;
  readonly #deeds: string[] = [];
  readonly #namesOfTheMoment = new Set<string>();
  #count = 0;

  constructor(
    engine: MemoryEngine,
    {
      store,
      made,
      random,
    }: {
      readonly store: Pick<Store, 'addPin'>;
      readonly made: RandomPopulation;
      readonly random: SeededRandom;
    },
  ) {
    this.#engine = engine;
    this.#store = store;
    this.#made = made;
    this.#random = random;
  }

  /** What was done, in words, for a failing run. */
  get deeds(): readonly string[] {
    return this.#deeds;
  }

  /** Names that were given to images just before our removal of them. */
  get namesOfTheMoment(): ReadonlySet<string> {
    return this.#namesOfTheMoment;
  }

  act(moment: Moment): void {
    const random = this.#random;
    const key = random.pick(this.#made.keys);
    const number = (this.#count += 1);
    const newName = `extra/name-${number}:1`;
    if (moment === 'in-the-moment') this.#namesOfTheMoment.add(newName);
    const always = [
      () => this.#run(`new-${number}`, key),
      () => this.#engine.otherClient.tagAs(this.#idOf(key), newName),
    ];
    const between = [
      () => this.#engine.otherClient.tagAs(this.#idOf(key), `acme/${random.pick(this.#made.keys)}:1`),
      () => this.#engine.otherClient.tagAs(this.#idOf(key), `acme/${random.pick(this.#made.keys)}:latest`),
      () => void this.#engine.otherClient.removeImage(`acme/${key}:1`),
      () => void this.#engine.otherClient.removeImage(this.#idOf(key)),
      () => this.#engine.otherClient.stopContainer(random.pick(this.#made.containers)),
      () => this.#engine.otherClient.removeContainer(random.pick(this.#made.containers)),
      () => this.#pin(key),
      () => this.#build(number, key),
    ];
    const deed = random.pick(moment === 'between' ? [...always, ...between] : always);
    this.#deeds.push(`${moment}: ${String(deed)} with ${key}`);
    try {
      deed();
    } catch (thrown) {
      // An engine refuses somebody else as it refuses us; an empty list to pick from is no deed either.
      if (!(thrown instanceof AppError) && !/no image|nothing to pick/.test(String(thrown))) throw thrown;
    }
  }

  #idOf(key: string): string {
    return this.#engine.idOf(key);
  }

  #run(name: string, key: string): void {
    const state = this.#random.pick(['running', 'created', 'exited'] as const);
    this.#engine.otherClient.runContainer(name, { image: this.#idOf(key), state });
  }

  #pin(key: string): void {
    const image: Pin = { kind: 'image', id: this.#engine.idOf(key) };
    const name: Pin = { kind: 'reference', pattern: `acme/${key}` };
    this.#store.addPin({ pin: this.#random.pick([image, name]), addedAtMs: this.#count });
  }

  /** A build takes a name over from an image that may be on its way out. */
  #build(number: number, key: string): void {
    const steps = [copy(`build ${number}`, 700)];
    this.#engine.otherClient.buildImages(
      population().image(`acme/${key}:1`, { key: `build-${number}`, steps }),
    );
  }
}
