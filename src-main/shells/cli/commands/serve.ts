import { once } from 'node:events';
import { join } from 'node:path';

import { AppError } from '../../../domain/app-error.ts';
import { openInBrowser } from '../../browser/open-in-browser.ts';
import { startBrowserShell } from '../../browser/start-browser-shell.ts';
import { isLoopback } from '../../browser/trusted-request.ts';
import { projectRoot } from '../../project-root.ts';
import type { Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';

/** `ballast serve`: the window in a browser. */
export const serveCommand: Command = {
  name: 'serve',
  summary: 'Serve the window to a browser on this machine, until Ctrl-C',
  usage: '[--port N] [--host ADDRESS] [--no-open]',
  positionals: [],
  options: {
    port: { type: 'string', value: 'N', help: 'port to listen on (else any free one)' },
    host: { type: 'string', value: 'ADDRESS', help: 'address to listen on (else 127.0.0.1)' },
    'no-open': { type: 'boolean', help: 'do not open a browser' },
  },
  notes: [
    'Prints one line with the link. It works once, in one browser: whoever has it controls the engine.',
    'From another machine: ssh -L 8080:127.0.0.1:PORT, then open the link with port 8080.',
  ],
  async run({ terminal, session, text, flag }) {
    const { signal, environment } = session.options;
    const host = text('host') ?? '127.0.0.1';
    const port = parsePort(text('port') ?? '0');
    const { router } = await session.composition('browser');
    const shell = await startBrowserShell({
      router,
      directory: join(projectRoot(), 'out', 'renderer'),
      host,
      port,
      devServer: environment['ELECTRON_RENDERER_URL'],
    });
    if (!isLoopback(host)) {
      terminal.note(
        `Warning: ${host} can be reached from other machines, without encryption. ` +
          'Whoever can read the traffic can control the engine; an SSH tunnel to 127.0.0.1 is safer.',
      );
    }
    if (flag('json')) terminal.json({ url: shell.url });
    else terminal.line(`Ballast is ready at ${shell.url}`);
    if (!flag('no-open')) openInBrowser(shell.url);
    try {
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await shell.close();
    }
    return exitCodes.done;
  },
};

function parsePort(typed: string): number {
  const port = Number(typed);
  if (/^\d{1,5}$/.test(typed) && port <= 65_535) return port;
  throw new AppError('usage.invalid', {
    subject: `--port ${typed}`,
    detail: 'a port is a number from 0 to 65535',
  });
}
