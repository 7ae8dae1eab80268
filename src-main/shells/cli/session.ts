import { createRouterClient } from '@orpc/server';

import { AppError } from '../../domain/app-error.ts';
import type { EngineList } from '../../contract/operations/engines.ts';
import type { EngineView } from '../../contract/views/engine-view.ts';
import type { BallastClient, Compose, ComposeOptions, Composition } from '../composition.ts';
import type { Language } from './language.ts';
import type { Terminal } from './terminal.ts';
import { toThrown } from './thrown-error.ts';

/** The engine a command works on. */
export interface OpenEngine {
  readonly client: BallastClient;
  readonly endpoint: string;
}

/** What a command line session is made of. */
export interface SessionOptions {
  readonly compose: Compose;
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly engineUrl: string | undefined;
  readonly language: Language;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stderr: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

/** One run of the command line: builds the program when a command first needs it, and closes it. */
export class Session {
  readonly options: SessionOptions;
  #composition: Promise<Composition> | null = null;

  constructor(options: SessionOptions) {
    this.options = options;
  }

  /** The program, for this shell or for the one a command opens. */
  composition(shell: ComposeOptions['shell'] = 'cli'): Promise<Composition> {
    const { compose, version, environment, engineUrl } = this.options;
    this.#composition ??= compose({
      shell,
      version,
      environment,
      ...(engineUrl === undefined ? {} : { engineUrl }),
    });
    return this.#composition;
  }

  /** The contract as functions, for what is about no engine. */
  async client(): Promise<BallastClient> {
    const { router } = await this.composition();
    return createRouterClient(router);
  }

  /** The engine asked for, or the first that answers. Errors: why none does. */
  async openEngine(): Promise<OpenEngine> {
    const client = await this.client();
    const list = await client.engines.list({}, { signal: this.options.signal });
    return { client, endpoint: chosenEndpoint(list, this.options.engineUrl) };
  }

  async close(): Promise<void> {
    const composition = await this.#composition?.catch(() => null);
    await composition?.close();
  }
}

/** Which endpoint to use. An engine that was asked for is never replaced by another one. */
function chosenEndpoint(list: EngineList, asked: string | undefined): string {
  const tried = list.endpoints.filter((row) => row.tried);
  if (asked !== undefined) {
    const row = list.endpoints.find(({ url, source }) => url === asked || source === 'argument');
    if (row === undefined) throw new AppError('engine.unreachable', { subject: asked });
    if (row.error !== null) throw toThrown(row.error);
    return row.url;
  }
  if (list.current !== null) return list.current;
  const failures = tried.flatMap(({ url, error }) => (error === null ? [] : [{ url, error }]));
  // "Permission denied" says more than "nobody there", so it goes first.
  const worst = failures.find(({ error }) => error.code !== 'engine.unreachable') ?? failures[0];
  throw new AppError(worst?.error.code ?? 'engine.unreachable', {
    subject: worst?.url ?? '',
    detail: failures.map(({ url, error }) => `${url}: ${error.detail || error.code}`).join('\n'),
  });
}

const steps = {
  connecting: 'Connecting to the engine',
  listing: 'Listing images',
  inspecting: 'Inspecting images',
  measuring: 'Measuring layers',
} as const;

/** Reads the engine once: everything the screens show of it. */
export async function readView(
  { client, endpoint }: OpenEngine,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<EngineView> {
  for await (const frame of await client.engines.watch({ endpoint }, { signal })) {
    if (frame.kind === 'failed') throw toThrown(frame.error);
    if (frame.kind === 'ready') {
      terminal.clearProgress();
      if (frame.view.engine.isDemo)
        terminal.note('This is the built-in demo engine: its images are invented.');
      return frame.view;
    }
    terminal.progress(`${steps[frame.step]}${frame.total === null ? '' : ` ${frame.done}/${frame.total}`} …`);
  }
  throw new AppError('cancelled');
}
