import { parseArgs } from 'node:util';

/** What `npm start` and `npm run dev` were asked for. */
export interface LaunchArguments {
  readonly shell: 'electron' | 'browser' | null;
  readonly help: boolean;
  /** What the browser shell gets. */
  readonly serve: readonly string[];
  /** What Electron gets. */
  readonly electron: readonly string[];
  /** Whether an address was named, which only the browser shell has. */
  readonly namesAddress: boolean;
}

export const launchHelp = `usage: npm start -- [options]

  --engine URL          engine to use: unix:///…, tcp://host:port, a socket’s path, or demo
  --shell electron|browser
                        which window to open (else Electron where it can be had)
  --port N              browser: port to listen on (else any free one)
  --host ADDRESS        browser: address to listen on (else 127.0.0.1)
  --no-open             browser: print the link, do not open it
  --help                show this
`;

/** Understands the arguments. Errors: an `Error` that says which one is wrong. */
export function parseLaunchArguments(argv: readonly string[]): LaunchArguments {
  const { values } = parseArgs({
    args: [...argv],
    strict: true,
    options: {
      engine: { type: 'string' },
      shell: { type: 'string' },
      port: { type: 'string' },
      host: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { engine, shell, port, host, help } = values;
  if (shell !== undefined && shell !== 'electron' && shell !== 'browser') {
    throw new Error(`--shell is electron or browser, not ${shell}`);
  }
  const engineArguments = engine === undefined ? [] : [`--engine=${engine}`];
  return {
    shell: shell ?? null,
    help,
    electron: engineArguments,
    serve: [
      ...engineArguments,
      ...(port === undefined ? [] : [`--port=${port}`]),
      ...(host === undefined ? [] : [`--host=${host}`]),
      ...(values['no-open'] ? ['--no-open'] : []),
    ],
    namesAddress: port !== undefined || host !== undefined,
  };
}
