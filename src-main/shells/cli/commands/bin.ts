import type { BinItem, BinView } from '../../../contract/views/cleanup-view.ts';
import { AppError } from '../../../domain/app-error.ts';
import { shortenId } from '../../../domain/image/hashes.ts';
import type { ImageId } from '../../../domain/image/hashes.ts';
import { formatFamiliar } from '../../../domain/reference/format-reference.ts';
import { parseReference } from '../../../domain/reference/parse-reference.ts';
import type { Command } from '../command.ts';
import { confirm } from '../confirm.ts';
import { exitCodes } from '../exit-code.ts';
import { followJob } from '../follow-job.ts';
import { boundText, formatDay, shortBound } from '../image-text.ts';
import { printTable } from '../print-table.ts';
import type { Terminal } from '../terminal.ts';

const listCommand: Command = {
  name: 'bin list',
  summary: 'List what lies in the recycle bin, and what emptying it frees',
  usage: '',
  positionals: [],
  options: {},
  async run({ terminal, session, flag }) {
    const { client, endpoint } = await session.openEngine();
    const bin = await client.cleanup.bin({ endpoint }, { signal: session.options.signal });
    if (flag('json')) terminal.json(toBinJson(bin));
    else printBin(terminal, bin);
    return exitCodes.done;
  },
};

const restoreCommand: Command = {
  name: 'bin restore',
  summary: 'Give images of the recycle bin their references back',
  usage: 'NAME…',
  positionals: ['NAME…'],
  options: {},
  notes: ['NAME is a reference the image had, its ID, or 4 or more digits of that.'],
  async run(call) {
    const { session, positionals } = call;
    const { signal } = session.options;
    const engine = await session.openEngine();
    const { client, endpoint } = engine;
    const { items } = await client.cleanup.bin({ endpoint }, { signal });
    const ids = [...new Set(positionals.map((typed) => findItem(items, typed)))];
    const { jobId } = await client.cleanup.restore({ endpoint, ids }, { signal });
    return followJob(engine, jobId, call);
  },
};

const emptyCommand: Command = {
  name: 'bin empty',
  summary: 'Remove what lies in the recycle bin for good',
  usage: '[--older-than DAYS] [--yes]',
  positionals: [],
  options: {
    'older-than': { type: 'string', value: 'DAYS', help: 'only what was parked so many days ago' },
    yes: { type: 'boolean', help: 'do not ask' },
  },
  async run(call) {
    const { terminal, session, text, flag } = call;
    const { signal, stdin } = session.options;
    const parkedForDays = parseDays(text('older-than') ?? '0');
    if (!flag('yes') && (flag('json') || stdin.isTTY !== true)) {
      throw new AppError('usage.invalid', { detail: 'nobody can be asked here: say --yes' });
    }
    const engine = await session.openEngine();
    const { client, endpoint } = engine;
    const policy = { kind: 'bin' as const, parkedForDays };
    const { fingerprint, remove, frees } = await client.cleanup.plan({ endpoint, policy }, { signal });
    if (remove.length === 0) {
      if (flag('json')) terminal.json({ runId: null, results: [], promisedBytes: 0, measuredBytes: 0 });
      else terminal.line('Nothing in the recycle bin may go.');
      return exitCodes.done;
    }
    if (!flag('yes')) {
      const question = `Remove ${remove.length} images for good, which frees ${boundText(frees.total)}?`;
      await confirm(session, question, { cannotAsk: false });
    }
    const items = remove.map(({ id, effect, references, reasons }) => ({
      id,
      effect,
      references: [...references],
      reasons: [...reasons],
    }));
    const { jobId } = await client.cleanup.run(
      { endpoint, fingerprint, remove: items, isBin: true },
      { signal },
    );
    return followJob(engine, jobId, call);
  },
};

/** `ballast bin …`: what was parked instead of removed. */
export const binCommands: readonly Command[] = [listCommand, restoreCommand, emptyCommand];

function toBinJson({ items, frees }: BinView): object {
  return {
    items: items.map((item) => ({
      id: item.id,
      parkedAtMs: item.parkedAtMs,
      references: item.references,
      takenBy: item.takenBy,
      freesBytes: item.frees,
      containers: item.containers.map(({ id, name, state }) => ({ id, name, state })),
    })),
    freesBytes: frees,
  };
}

function printBin(terminal: Terminal, { items, frees }: BinView): void {
  if (items.length === 0) {
    terminal.line('The recycle bin is empty.');
    return;
  }
  printTable(
    terminal,
    ['PARKED', 'IMAGE ID', '>FREES', 'REFERENCES', 'NOTE'],
    items.map((item) => [
      formatDay(item.parkedAtMs),
      shortenId(item.id),
      shortBound(item.frees),
      item.references.join(', ') || '<not known any more>',
      noteOf(item),
    ]),
  );
  terminal.line();
  terminal.line(`${items.length} images. Emptying the bin frees ${boundText(frees)}.`);
}

function noteOf({ takenBy, containers }: BinItem): string {
  return [
    ...(takenBy.length === 0 ? [] : [`another image has ${takenBy.join(', ')} now`]),
    ...(containers.length === 0 ? [] : [`used by ${containers.map(({ name }) => name).join(', ')}`]),
  ].join('; ');
}

function findItem(items: readonly BinItem[], typed: string): ImageId {
  const digits = /^(?:sha256:)?([0-9a-f]{4,64})$/i.exec(typed)?.[1]?.toLowerCase();
  const parsed = parseReference(typed);
  const reference = parsed.ok
    ? formatFamiliar({ ...parsed.value, tag: parsed.value.tag ?? 'latest' })
    : undefined;
  const found = items.filter(
    ({ id, references }) =>
      (digits !== undefined && id.startsWith(`sha256:${digits}`)) ||
      (reference !== undefined && references.includes(reference)),
  );
  const [only, another] = found;
  if (only !== undefined && another === undefined) return only.id;
  const detail =
    only === undefined
      ? 'nothing in the recycle bin has this reference or ID'
      : `this names ${found.length} images of the bin: ${found.map(({ id }) => shortenId(id)).join(', ')}`;
  throw new AppError('usage.invalid', { subject: typed, detail });
}

function parseDays(typed: string): number {
  const days = Number(typed);
  if (/^\d{1,5}$/.test(typed) && days <= 36_500) return days;
  throw new AppError('usage.invalid', {
    subject: `--older-than ${typed}`,
    detail: 'it must be a whole number of days, at most 36500',
  });
}
