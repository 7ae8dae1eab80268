import { AppError } from '../../../domain/app-error.ts';
import { formatPolicyFile } from '../../../contract/policy-file.ts';
import type { PolicyRow } from '../../../contract/views/policy-view.ts';
import { policyFileError } from '../choose-policy.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatDay } from '../image-text.ts';
import { pinText, policyText, ruleText } from '../policy-text.ts';
import { printTable } from '../print-table.ts';
import { readText } from '../read-text.ts';
import { noteState } from '../state-notes.ts';
import type { Terminal } from '../terminal.ts';

const listCommand: Command = {
  name: 'policy list',
  summary: 'List saved policies',
  usage: '',
  positionals: [],
  options: {},
  async run({ terminal, session, flag }) {
    const client = await session.client();
    const rows = await client.policies.list({}, { signal: session.options.signal });
    if (flag('json')) terminal.json({ policies: rows.map(toPolicyJson) });
    else printPolicies(terminal, rows);
    await noteState(client, terminal);
    return exitCodes.done;
  },
};

const showCommand: Command = {
  name: 'policy show',
  summary: 'Show one saved policy in words',
  usage: 'NAME',
  positionals: ['NAME'],
  options: {},
  async run({ positionals, terminal, session, flag }) {
    const [name = ''] = positionals;
    const client = await session.client();
    const rows = await client.policies.list({}, { signal: session.options.signal });
    const row = rows.find((candidate) => candidate.name === name);
    if (row === undefined)
      throw new AppError('usage.invalid', { subject: name, detail: 'no policy has this name' });
    if (flag('json')) terminal.json(toPolicyJson(row));
    else printPolicy(terminal, row);
    return exitCodes.done;
  },
};

const importCommand: Command = {
  name: 'policy import',
  summary: 'Save the policies of a file',
  usage: 'FILE|- [--dry-run]',
  positionals: ['FILE|-'],
  options: { 'dry-run': { type: 'boolean', help: 'check the file and save nothing' } },
  notes: ['docs/policies.md describes the file. Policies of the same name are replaced.'],
  async run({ positionals, terminal, session, flag }) {
    const [path = ''] = positionals;
    const content = await readText(path, session.options.stdin);
    const client = await session.client();
    const save = !flag('dry-run');
    const { policies, replaces, problems } = await client.policies.import(
      { text: content, save },
      { signal: session.options.signal },
    );
    if (problems.length > 0) throw policyFileError(path, problems);
    if (flag('json')) terminal.json({ policies: policies.map(toPolicyJson), replaces, saved: save });
    else {
      for (const { name } of policies)
        terminal.line(`${name}${replaces.includes(name) ? ' (replaced)' : ''}`);
      terminal.line(save ? `${policies.length} policies saved.` : 'The file is good. Nothing was saved.');
    }
    return exitCodes.done;
  },
};

const exportCommand: Command = {
  name: 'policy export',
  summary: 'Print a policy file of these policies, or of all',
  usage: '[NAME…]',
  positionals: ['[NAME…]'],
  options: {},
  notes: ['ballast policy export > policies.json'],
  async run({ positionals, terminal, session }) {
    const client = await session.client();
    const { text } = await client.policies.export(
      { names: [...positionals] },
      { signal: session.options.signal },
    );
    terminal.line(text.trimEnd());
    return exitCodes.done;
  },
};

const removeCommand: Command = {
  name: 'policy remove',
  summary: 'Forget a saved policy',
  usage: 'NAME',
  positionals: ['NAME'],
  options: {},
  async run({ positionals, terminal, session, flag }) {
    const [name = ''] = positionals;
    const client = await session.client();
    await client.policies.remove({ name }, { signal: session.options.signal });
    if (flag('json')) terminal.json({ name });
    else terminal.line(`${name} is forgotten.`);
    return exitCodes.done;
  },
};

/** `ballast policy …`: policies under their names. */
export const policyCommands: readonly Command[] = [
  listCommand,
  showCommand,
  importCommand,
  exportCommand,
  removeCommand,
];

/** A policy as a policy file has it, and when it was changed. */
function toPolicyJson({ name, policy, updatedAtMs }: PolicyRow): object {
  const file = JSON.parse(formatPolicyFile([{ name, policy }])) as { readonly policies: readonly object[] };
  return { ...file.policies[0], updatedAtMs };
}

function printPolicies(terminal: Terminal, rows: readonly PolicyRow[]): void {
  if (rows.length === 0) {
    terminal.line('No policy is saved.');
    return;
  }
  printTable(
    terminal,
    ['NAME', 'CHANGED', '>PINS', 'WHAT MAY GO'],
    rows.map(({ name, policy, updatedAtMs }) => [
      name,
      formatDay(updatedAtMs),
      String(policy.pins.length),
      policyText(policy),
    ]),
  );
}

function printPolicy(terminal: Terminal, { name, policy, updatedAtMs }: PolicyRow): void {
  terminal.line(`${terminal.paint('bold', name)}, changed ${formatDay(updatedAtMs)}`);
  if (policy.rules.length === 0) terminal.line('It has no rules: nothing goes.');
  else {
    terminal.line(
      policy.match === 'all' ? 'An image may go when it is all of:' : 'An image may go when it is one of:',
    );
    for (const rule of policy.rules) terminal.line(`  ${ruleText(rule)}`);
  }
  if (policy.pins.length > 0) terminal.line('It never touches:');
  for (const pin of policy.pins) terminal.line(`  ${pinText(pin)}`);
}
