/** A stream to write to; may be a terminal. */
export interface OutputStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** How a piece of text stands out. */
export type Style = 'bold' | 'dim' | 'red' | 'green';

const codes: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
};

/** Where a command writes: answers to stdout, everything else to stderr. */
export class Terminal {
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;
  readonly #isColoured: boolean;
  readonly #showsProgress: boolean;
  #progressShown = false;

  constructor(options: {
    readonly stdout: OutputStream;
    readonly stderr: OutputStream;
    readonly environment: NodeJS.ProcessEnv;
    /** JSON for a program: no colour, no progress between the lines. */
    readonly isJson: boolean;
  }) {
    const { stdout, stderr, environment, isJson } = options;
    const isDumb = environment['TERM'] === 'dumb';
    this.#stdout = stdout;
    this.#stderr = stderr;
    // Source: no-color.org, "when present and not an empty string (regardless of its value)".
    this.#isColoured = stdout.isTTY === true && !isJson && !isDumb && !environment['NO_COLOR'];
    this.#showsProgress = stderr.isTTY === true && !isJson && !isDumb;
  }

  /** One line of the answer. */
  line(text = ''): void {
    this.clearProgress();
    this.#stdout.write(`${text}\n`);
  }

  /** The whole answer as JSON, in one piece. */
  json(value: unknown): void {
    this.#stdout.write(`${JSON.stringify(value, null, 2)}\n`);
  }

  /** One line beside the answer. */
  note(text: string): void {
    this.clearProgress();
    this.#stderr.write(`${text}\n`);
  }

  /** A line that the next one replaces; only where a person watches. */
  progress(text: string): void {
    if (!this.#showsProgress) return;
    this.#stderr.write(`\r\u001b[K${text}`);
    this.#progressShown = true;
  }

  clearProgress(): void {
    if (!this.#progressShown) return;
    this.#stderr.write('\r\u001b[K');
    this.#progressShown = false;
  }

  paint(style: Style, text: string): string {
    if (!this.#isColoured || text === '') return text;
    const [on, off] = codes[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  }
}
