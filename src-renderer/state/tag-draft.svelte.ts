import type { ImageRow } from '#main/contract/views/engine-view.ts';
import type { AppErrorData } from '#main/domain/app-error.ts';
import { describeReference, type ReferencePart } from '#main/domain/reference/describe-reference.ts';
import { formatFamiliar } from '#main/domain/reference/format-reference.ts';
import {
  parseReference,
  type Reference,
  type ReferenceProblem,
} from '#main/domain/reference/parse-reference.ts';

import { appErrorOf, type BallastClient } from '../api/client.ts';

/** The engine as far as a new tag needs it. */
interface TagEngine {
  readonly current: string | null;
  readonly view: { readonly images: readonly ImageRow[] } | null;
}

/** What keeps a reference from becoming a tag although it is well formed. */
type TagObstacle = 'has-digest' | 'has-it-already';

/** What a new tag is made from. */
interface TagDraftInput {
  readonly client: BallastClient;
  readonly engine: TagEngine;
  readonly row: ImageRow;
  /** The reference the new one takes the place of; null when it is one more. */
  readonly replaces: string | null;
}

/** A reference being typed for an image: understood letter by letter, then given. */
export class TagDraft {
  readonly #input: TagDraftInput;
  #text = $state('');
  #isBusy = $state(false);
  #error = $state.raw<AppErrorData | null>(null);

  constructor(input: TagDraftInput) {
    this.#input = input;
    this.#text = input.replaces ?? '';
  }

  readonly #parsed = $derived(parseReference(this.#text.trim()));

  /** What is wrong with the text and where; null while nothing was typed. */
  readonly problem = $derived<ReferenceProblem | null>(
    this.#text.trim() === '' || this.#parsed.ok ? null : this.#parsed.problem,
  );

  /** The parts the text is understood as; empty while it is wrong. */
  readonly parts = $derived<readonly ReferencePart[]>(this.#describe());

  /** The reference as the engine will list it; null while the text is wrong. */
  readonly reference = $derived<string | null>(this.#parsed.ok ? toListed(this.#parsed.value) : null);

  /** The image that has this reference now. */
  readonly holder = $derived.by(() => {
    const { reference } = this;
    if (reference === null) return null;
    return this.#input.engine.view?.images.find((row) => row.tags.includes(reference)) ?? null;
  });

  readonly obstacle = $derived<TagObstacle | null>(this.#obstacleNow());

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#error = null;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get error(): AppErrorData | null {
    return this.#error;
  }

  get canRun(): boolean {
    return this.reference !== null && this.obstacle === null && !this.#isBusy;
  }

  /** Gives the tag, and drops the old one when it takes its place. Answers whether all of it was done. */
  async run(): Promise<boolean> {
    const { client, engine, row, replaces } = this.#input;
    const target = this.reference;
    if (target === null || engine.current === null) return false;
    this.#isBusy = true;
    try {
      await client.images.tag({ endpoint: engine.current, source: row.id, target });
      // Only after the new name holds: a broken rename leaves both names, never none.
      if (replaces !== null) await client.images.untag({ endpoint: engine.current, reference: replaces });
      return true;
    } catch (thrown) {
      this.#error = appErrorOf(thrown);
      return false;
    } finally {
      this.#isBusy = false;
    }
  }

  #describe(): readonly ReferencePart[] {
    const described = describeReference(this.#text.trim());
    return described.ok ? described.value : [];
  }

  #obstacleNow(): TagObstacle | null {
    if (!this.#parsed.ok) return null;
    if (this.#parsed.value.digest !== null) return 'has-digest';
    return this.holder?.id === this.#input.row.id ? 'has-it-already' : null;
  }
}

/** As engines list references: with the tag that is meant. */
function toListed(reference: Reference): string {
  return formatFamiliar(reference.tag === null ? { ...reference, tag: 'latest' } : reference);
}
