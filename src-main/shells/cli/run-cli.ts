import { AppError } from '../../domain/app-error.ts';
import type { Compose } from '../composition.ts';
import { toEngineUrl } from '../engine-url.ts';
import { ballastVersion } from '../version.ts';
import { findCommand, groupOf, parseArguments } from './arguments.ts';
import type { Command, CommandCall } from './command.ts';
import { binCommands } from './commands/bin.ts';
import { cleanCommand } from './commands/clean.ts';
import { historyCommand } from './commands/history.ts';
import { imagesCommand } from './commands/images.ts';
import { ledgerCommand } from './commands/ledger.ts';
import { pinCommands } from './commands/pin.ts';
import { planCommand } from './commands/plan.ts';
import { policyCommands } from './commands/policy.ts';
import { resumeCommand } from './commands/resume.ts';
import { serveCommand } from './commands/serve.ts';
import { tagCommand } from './commands/tag.ts';
import { undoCommand } from './commands/undo.ts';
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
  historyCommand,
  undoCommand,
  resumeCommand,
  ...binCommands,
  ...policyCommands,
  ...pinCommands,
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
  const { argv } = world;
  const [name] = argv;
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
  const isJson = argv.includes('--json');
  const language = chooseLanguage(languageIn(argv), world.environment);
  const group = groupOf(commands, name);
  if (group.length > 0 && (argv[1] === '--help' || argv[1] === '-h')) {
    world.stdout.write(overviewHelp(group));
    return exitCodes.done;
  }
  try {
    const found = findCommand(commands, argv);
    return await runCommand(found.command, found.argv, { world, isJson });
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
  const { values, positionals } = parseArguments(command, argv);
  if (values['help'] === true) {
    world.stdout.write(commandHelp(command));
    return exitCodes.done;
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

function languageIn(argv: readonly string[]): string | undefined {
  const inline = argv.find((argument) => argument.startsWith('--lang='));
  if (inline !== undefined) return inline.slice('--lang='.length);
  const at = argv.indexOf('--lang');
  return at === -1 ? undefined : argv[at + 1];
}
