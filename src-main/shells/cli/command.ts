import type { Terminal } from './terminal.ts';
import type { Session } from './session.ts';

/** One option of a command, for the parser and for `--help`. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** What stands for the value in `--help`. */
  readonly value?: string;
}

/** What a command gets to work with. */
export interface CommandCall {
  readonly positionals: readonly string[];
  readonly terminal: Terminal;
  readonly session: Session;
  /** The value of `--name VALUE`; `undefined` when it was not given. */
  readonly text: (name: string) => string | undefined;
  /** Whether `--name` was given. */
  readonly flag: (name: string) => boolean;
}

/** One command of `ballast`. */
export interface Command {
  /** One word, or two: `policy list`. */
  readonly name: string;
  readonly summary: string;
  /** What follows the name in `--help`. */
  readonly usage: string;
  /** Names of its arguments: `NAME`, `[NAME]` that may be left out, and as the last one `NAME…` or `[NAME…]` for several. */
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** More lines for `--help`. */
  readonly notes?: readonly string[];
  /** Answers with the exit code. */
  run(call: CommandCall): Promise<number>;
}

/** Options every command has. */
export const commonOptions: Readonly<Record<string, CommandOption>> = {
  engine: {
    type: 'string',
    value: 'URL',
    help: 'engine to use: unix:///…, tcp://host:port, a socket’s path, or demo',
  },
  json: { type: 'boolean', help: 'print JSON, as docs/cli.md describes it' },
  lang: { type: 'string', value: 'en|ja', help: 'language of errors (else LC_ALL, LC_MESSAGES, LANG)' },
  help: { type: 'boolean', help: 'show this' },
};
