/** The first place where a text stops being JSON, or says one thing twice. */
export interface JsonFault {
  /** Both from 1, as editors count. */
  readonly line: number;
  readonly column: number;
  readonly problem: string;
}

/** What is read in one piece: the shape of each, and what it is called. */
const tokens = {
  blank: /[ \t\r\n]*/y,
  // Anything from U+0020 on, but the quote and the backslash.
  text: /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y,
  number: /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y,
  word: /true|false|null/y,
} as const satisfies Record<string, RegExp>;

/** Deeper than any file of ours, and well above what ends the stack. */
const deepest = 64;

/**
 * Finds what is wrong with a text as JSON: `JSON.parse` says where only sometimes, and takes the last of two equal keys in silence.
 * Shape:   null when nothing is.
 * Source:  RFC 8259; names are unique, as its section 4 advises.
 */
export function findJsonFault(text: string): JsonFault | null {
  const scan = new Scan(text);
  try {
    scan.value(0);
    scan.end();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown;
    const before = text.slice(0, thrown.at).split('\n');
    return { line: before.length, column: (before.at(-1) ?? '').length + 1, problem: thrown.message };
  }
}

/** Ends the scan from any depth. */
class Fault extends Error {
  readonly at: number;

  constructor(at: number, problem: string) {
    super(problem);
    this.at = at;
  }
}

/** A place in a text, moving on. */
class Scan {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): void {
    this.#take('blank');
    if (depth > deepest) throw new Fault(this.#at, 'it is nested too deeply');
    if (this.#accept('{')) this.#members(depth);
    else if (this.#accept('[')) this.#elements(depth);
    else if (this.#take('text') === null && this.#take('number') === null && this.#take('word') === null) {
      throw this.#unexpected('a value');
    }
    this.#take('blank');
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#unexpected('the end of the file');
  }

  #members(depth: number): void {
    const keys = new Set<string>();
    this.#take('blank');
    if (this.#accept('}')) return;
    do {
      this.#take('blank');
      const at = this.#at;
      const key = this.#take('text');
      if (key === null) throw this.#unexpected('a name in double quotes');
      // As it reads, not as it is written: a letter can be told by its number.
      const name = JSON.stringify(JSON.parse(key));
      if (keys.has(name)) throw new Fault(at, `${name} is there twice`);
      keys.add(name);
      this.#take('blank');
      if (!this.#accept(':')) throw this.#unexpected('a colon');
      this.value(depth + 1);
    } while (this.#accept(','));
    if (!this.#accept('}')) throw this.#unexpected('a comma or }');
  }

  #elements(depth: number): void {
    this.#take('blank');
    if (this.#accept(']')) return;
    do this.value(depth + 1);
    while (this.#accept(','));
    if (!this.#accept(']')) throw this.#unexpected('a comma or ]');
  }

  #accept(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #take(kind: keyof typeof tokens): string | null {
    const token = tokens[kind];
    token.lastIndex = this.#at;
    const [found] = token.exec(this.#text) ?? [];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #unexpected(wanted: string): Fault {
    const found = this.#text[this.#at];
    return new Fault(
      this.#at,
      found === undefined
        ? `it ends where ${wanted} should be`
        : `expected ${wanted}, not ${JSON.stringify(found)}`,
    );
  }
}
