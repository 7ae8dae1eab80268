import { AppError } from '../../../domain/app-error.ts';
import type { Pin } from '../../../domain/cleanup/pin.ts';
import { toImageId } from '../../../domain/image/hashes.ts';
import type { PinRow } from '../../../contract/views/policy-view.ts';
import type { Command, CommandCall } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { formatDay } from '../image-text.ts';
import { pinText } from '../policy-text.ts';
import { printTable } from '../print-table.ts';
import { noteState } from '../state-notes.ts';

const what = {
  usage: '(PATTERN | sha256:ID | --label NAME[=VALUE])',
  positionals: ['[PATTERN]'],
  options: {
    label: {
      type: 'string',
      value: 'NAME[=VALUE]',
      help: 'images with this label; without VALUE, any value',
    },
  },
} as const satisfies Pick<Command, 'usage' | 'positionals' | 'options'>;

const listCommand: Command = {
  name: 'pin list',
  summary: 'List what no policy may touch',
  usage: '',
  positionals: [],
  options: {},
  async run({ terminal, session, flag }) {
    const client = await session.client();
    const rows = await client.policies.pins({}, { signal: session.options.signal });
    if (flag('json')) terminal.json({ pins: rows.map(toPinJson) });
    else if (rows.length === 0) terminal.line('Nothing is pinned.');
    else {
      printTable(
        terminal,
        ['PINNED', 'WHAT STAYS'],
        rows.map(({ pin, addedAtMs }) => [formatDay(addedAtMs), pinText(pin)]),
      );
    }
    await noteState(client, terminal);
    return exitCodes.done;
  },
};

const addCommand: Command = {
  name: 'pin add',
  summary: 'Keep images, whatever a policy says',
  ...what,
  notes: [
    'PATTERN is a reference; * stands for any characters but /, ** for any: "registry.example/acme/**".',
    'Without a tag it means every tag of the repository. Quote it, so that the shell leaves it alone.',
  ],
  async run(call) {
    const { terminal, session, flag } = call;
    const pin = pinOf(call);
    const client = await session.client();
    const rows = await client.policies.pin({ pin }, { signal: session.options.signal });
    if (flag('json')) terminal.json({ pins: rows.map(toPinJson) });
    else terminal.line(`Stays from now on: ${pinText(pin)}`);
    return exitCodes.done;
  },
};

const removeCommand: Command = {
  name: 'pin remove',
  summary: 'Let go of a pin',
  ...what,
  async run(call) {
    const { terminal, session, flag } = call;
    const { signal } = session.options;
    const pin = pinOf(call);
    const client = await session.client();
    const before = await client.policies.pins({}, { signal });
    if (!before.some((row) => pinText(row.pin) === pinText(pin))) {
      throw new AppError('usage.invalid', {
        subject: pinText(pin),
        detail: 'this is not pinned; "ballast pin list" shows what is',
      });
    }
    const rows = await client.policies.unpin({ pin }, { signal });
    if (flag('json')) terminal.json({ pins: rows.map(toPinJson) });
    else terminal.line(`Not pinned any more: ${pinText(pin)}`);
    return exitCodes.done;
  },
};

/** `ballast pin …`: what stays whatever a policy says. */
export const pinCommands: readonly Command[] = [listCommand, addCommand, removeCommand];

/** A pin as a policy file has it, and when it was made. */
function toPinJson({ pin: { kind, ...rest }, addedAtMs }: PinRow): object {
  return { pin: kind, ...rest, addedAtMs };
}

function pinOf({ positionals, text }: CommandCall): Pin {
  const [typed] = positionals;
  const label = text('label');
  if ((typed === undefined) === (label === undefined)) {
    throw new AppError('usage.invalid', { detail: `say one of ${what.usage.slice(1, -1)}` });
  }
  if (label !== undefined) return labelPin(label);
  const pattern = typed ?? '';
  if (!pattern.startsWith('sha256:')) return { kind: 'reference', pattern };
  if (/^sha256:[0-9a-f]{64}$/.test(pattern)) return { kind: 'image', id: toImageId(pattern) };
  throw new AppError('usage.invalid', {
    subject: pattern,
    detail: 'an image ID is sha256: and 64 hex digits',
  });
}

function labelPin(typed: string): Pin {
  const equals = typed.indexOf('=');
  const name = equals < 0 ? typed : typed.slice(0, equals);
  return { kind: 'label', name, value: equals < 0 ? null : typed.slice(equals + 1) };
}
