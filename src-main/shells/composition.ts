import type { ContractRouterClient } from '@orpc/contract';
import type { Router } from '@orpc/server';

import type { contract } from '../contract/contract.ts';

/** What `compose` is asked for. */
export interface ComposeOptions {
  readonly shell: 'electron' | 'browser' | 'cli';
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly engineUrl?: string;
}

/** The whole program without a shell around it: a router that implements the contract. */
export type BallastRouter = Router<typeof contract, Record<never, never>>;

/** What `compose` gives. */
export interface Composition {
  readonly router: BallastRouter;
  close(): Promise<void>;
}

/** Builds the program. Shells take it as an argument, so that a test can give them another one. */
export type Compose = (options: ComposeOptions) => Promise<Composition>;

/** The contract as functions. */
export type BallastClient = ContractRouterClient<typeof contract>;
