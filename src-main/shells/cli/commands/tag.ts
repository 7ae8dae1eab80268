import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { shortenId } from '../../../domain/image/hashes.ts';

/** `ballast tag`: one more reference for an image. */
export const tagCommand: Command = {
  name: 'tag',
  summary: 'Give an image one more reference',
  usage: 'SOURCE TARGET',
  positionals: ['SOURCE', 'TARGET'],
  options: {},
  notes: ['JSON: {"reference": …, "takenFrom": ID or null}: the image that had the reference before.'],
  async run({ positionals, terminal, session, flag }) {
    const [source = '', target = ''] = positionals;
    const { client, endpoint } = await session.openEngine();
    const { signal } = session.options;
    const { reference, takenFrom } = await client.images.tag({ endpoint, source, target }, { signal });
    if (flag('json')) terminal.json({ reference, takenFrom });
    else {
      const before = takenFrom === null ? '' : `; ${shortenId(takenFrom)} had it before`;
      terminal.line(`${reference} now names ${source}${before}.`);
    }
    return exitCodes.done;
  },
};
