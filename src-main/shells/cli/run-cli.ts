import { parseArgs } from 'node:util';

import { AppError } from '../../domain/app-error.ts';
import type { Compose } from '../composition.ts';
import { toEngineUrl } from '../engine-url.ts';
import { ballastVersion } from '../version.ts';
import type { Command, CommandCall } from './command.ts';
import { commonOptions } from './command.ts';
import { cleanCommand } from './commands/clean.ts';
import { imagesCommand } from './commands/images.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { planCommand } from './commands/plan.ts';
import { serveCommand } from './commands/serve.ts';
import { tagCommand } from './commands/tag.ts';
import { untagCommand } from './commands/untag.ts';
import { exitCodeOf, exitCodes } from './exit-code.ts';
import { commandHelp, overviewHelp } from './help.ts';
import { chooseLanguage } from './language.ts';
import { printError } from './print-error.ts';
import { Session } from './session.ts';
import type { OutputStream } from './terminal.ts';
import { Terminal } from './terminal.ts';
import { errorDataOf } from './thrown-error.ts';

const commands: readonly Command[] = [
  imagesCommand,
  ledgerCommand,
  planCommand,
  cleanCommand,
  tagCommand,
  untagCommand,
  serveCommand,
];

/** The world of one run: a test gives its own. */
export interface CliWorld {
  readonly argv: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream & NodeJS.WritableStream;
  readonly compose: Compose;
  /** Aborted when the person wants it to end. */
  readonly signal: AbortSignal;
}

/** Runs one command line and answers with its exit code. Errors: none, they are printed. */
export async function runCli(world: CliWorld): Promise<number> {
  const [name, ...rest] = world.argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const target = name === undefined ? world.stderr : world.stdout;
    target.write(overviewHelp(commands));
    return name === undefined ? exitCodes.usage : exitCodes.done;
  }
  if (name === '--version' || name === 'version') {
    world.stdout.write(`${ballastVersion}\n`);
    return exitCodes.done;
  }
  // Known before the arguments are, so that wrong arguments are told in the right way too.
  const isJson = rest.includes('--json');
  const language = chooseLanguage(languageIn(rest), world.environment);
  try {
    const command = commands.find((candidate) => candidate.name === name);
    if (command === undefined) throw usage(`there is no command "${name}"; see "ballast --help"`);
    return await runCommand(command, rest, { world, isJson });
  } catch (thrown) {
    // Whatever an interrupted call threw, the reason is the interruption.
    const error = errorDataOf(world.signal.aborted ? new AppError('cancelled') : thrown);
    printError(error, { stderr: world.stderr, language, isJson });
    return exitCodeOf(error.code);
  }
}

async function runCommand(
  command: Command,
  argv: readonly string[],
  { world, isJson }: { readonly world: CliWorld; readonly isJson: boolean },
): Promise<number> {
  const { values, positionals } = parseCommand(command, argv);
  if (values['help'] === true) {
    world.stdout.write(commandHelp(command));
    return exitCodes.done;
  }
  if (positionals.length !== command.positionals.length) {
    throw usage(`expected: ballast ${command.name} ${command.usage}`);
  }
  const text: CommandCall['text'] = (option) => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const engine = text('engine');
  const session = new Session({
    ...world,
    version: ballastVersion,
    engineUrl: engine === undefined ? undefined : toEngineUrl(engine),
    language: chooseLanguage(text('lang'), world.environment),
  });
  const terminal = new Terminal({ ...world, isJson });
  try {
    return await command.run({
      positionals,
      terminal,
      session,
      text,
      flag: (option) => values[option] === true,
    });
  } finally {
    terminal.clearProgress();
    await session.close();
  }
}

type Values = Readonly<Record<string, string | boolean | undefined>>;

function parseCommand(command: Command, argv: readonly string[]): { values: Values; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries({ ...command.options, ...commonOptions }).map(([name, { type }]) => [name, { type }]),
  );
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usage(error instanceof Error ? error.message : String(error));
  }
}

function languageIn(argv: readonly string[]): string | undefined {
  const inline = argv.find((argument) => argument.startsWith('--lang='));
  if (inline !== undefined) return inline.slice('--lang='.length);
  const at = argv.indexOf('--lang');
  return at === -1 ? undefined : argv[at + 1];
}

function usage(detail: string): AppError {
  return new AppError('usage.invalid', { detail });
}
