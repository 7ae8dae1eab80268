import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';

/** `ballast untag`: one reference less; never the last one. */
export const untagCommand: Command = {
  name: 'untag',
  summary: 'Drop one reference of an image that has others',
  usage: 'REFERENCE',
  positionals: ['REFERENCE'],
  options: {},
  notes: ['The last reference is refused: removing an image needs a plan.', 'JSON: {"reference": …}.'],
  async run({ positionals, terminal, session, flag }) {
    const [typed = ''] = positionals;
    const { client, endpoint } = await session.openEngine();
    const { signal } = session.options;
    const { reference } = await client.images.untag({ endpoint, reference: typed }, { signal });
    if (flag('json')) terminal.json({ reference });
    else terminal.line(`${reference} is dropped.`);
    return exitCodes.done;
  },
};
