import { ballastVersion } from '../version.ts';
import type { Command, CommandOption } from './command.ts';
import { commonOptions } from './command.ts';

/** `ballast --help`. */
export function overviewHelp(commands: readonly Command[]): string {
  return [
    `Ballast ${ballastVersion}: what container images cost, and what can go.`,
    '',
    'usage: ballast COMMAND [options]',
    '',
    ...twoColumns(commands.map(({ name, summary }) => [name, summary])),
    '',
    'Every command knows --help. Exit codes: 0 done, 1 a bug, 2 wrong usage, 3 engine unreachable,',
    '4 plan stale (nothing was removed), 5 some items not done.',
    '',
  ].join('\n');
}

/** `ballast COMMAND --help`. */
export function commandHelp(command: Command): string {
  return [
    `usage: ballast ${command.name} ${command.usage}`.trimEnd(),
    '',
    `${command.summary}.`,
    '',
    ...optionLines(command.options),
    ...optionLines(commonOptions),
    ...(command.notes === undefined ? [] : ['', ...command.notes]),
    '',
  ].join('\n');
}

function optionLines(options: Readonly<Record<string, CommandOption>>): string[] {
  return twoColumns(
    Object.entries(options).map(([name, { value, help }]) => [
      `--${name}${value === undefined ? '' : ` ${value}`}`,
      help,
    ]),
  );
}

function twoColumns(rows: readonly (readonly [string, string])[]): string[] {
  return rows.map(([left, right]) => `  ${left.padEnd(22)}  ${right}`);
}
