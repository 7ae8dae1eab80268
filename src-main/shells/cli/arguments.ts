import { parseArgs } from 'node:util';

import { AppError } from '../../domain/app-error.ts';
import type { Command } from './command.ts';
import { commonOptions } from './command.ts';

/** A command and what stands behind its name. */
interface FoundCommand {
  readonly command: Command;
  readonly argv: readonly string[];
}

/** Options and arguments of one call. */
export interface ParsedArguments {
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
}

/**
 * Finds a command of one word or of two: `policy list`.
 * Errors:  `usage.invalid`, with the commands that begin like it.
 */
export function findCommand(commands: readonly Command[], argv: readonly string[]): FoundCommand {
  const [first = '', second] = argv;
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = commands.find((candidate) => candidate.name === name);
    if (command !== undefined) return { command, argv: argv.slice(words) };
  }
  const alike = groupOf(commands, first).map(({ name }) => `"${name}"`);
  if (alike.length === 0) throw usage(`there is no command "${first}"; see "ballast --help"`);
  const typed = second === undefined || second.startsWith('-') ? first : `${first} ${second}`;
  throw usage(`there is no command "${typed}"; there is ${alike.join(', ')}`);
}

/** Commands of two words that begin with this one. */
export function groupOf(commands: readonly Command[], first: string): readonly Command[] {
  return commands.filter(({ name }) => name.startsWith(`${first} `));
}

/**
 * Reads what stands behind the name of a command.
 * Errors:  `usage.invalid` for an unknown option, and for too many or too few arguments (unless help was asked for).
 */
export function parseArguments(command: Command, argv: readonly string[]): ParsedArguments {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...commonOptions }).map(([name, { type }]) => [name, { type }]),
  );
  const parsed = parse({ args: [...argv], options, allowPositionals: true, strict: true });
  const least = command.positionals.filter((name) => !name.startsWith('[')).length;
  const isOpen = command.positionals.some((name) => name.includes('…'));
  const count = parsed.positionals.length;
  const isWrong = count < least || (!isOpen && count > command.positionals.length);
  if (isWrong && parsed.values['help'] !== true) {
    throw usage(`expected: ballast ${command.name} ${command.usage}`.trimEnd());
  }
  return parsed;
}

function parse(config: {
  readonly args: string[];
  readonly options: Record<string, { readonly type: 'string' | 'boolean' }>;
  readonly allowPositionals: true;
  readonly strict: true;
}): ParsedArguments {
  try {
    return parseArgs(config);
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function usage(detail: string): AppError {
  return new AppError('usage.invalid', { detail });
}
