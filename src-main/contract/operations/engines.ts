import { eventIterator, type } from '@orpc/contract';
import * as v from 'valibot';

import type { AppErrorData } from '../../domain/app-error.ts';
import { command, query, subscription } from '../procedure.ts';
import { endpointInput } from '../inputs.ts';
import type { EngineFrame } from '../views/engine-view.ts';
import type { TotalsCheck } from '../views/layers-view.ts';

/** One place where an engine may answer, and what came of asking. */
export interface EndpointRow {
  readonly url: string;
  readonly source: 'argument' | 'DOCKER_HOST' | 'docker-context' | 'usual-socket' | 'settings' | 'demo';
  readonly label: string;
  /** `null` when an engine answered, or when nobody asked yet (`tried` false). */
  readonly error: AppErrorData | null;
  readonly tried: boolean;
}

/** Known endpoints and the one in use. */
export interface EngineList {
  readonly endpoints: readonly EndpointRow[];
  /** URL of the engine in use; null when none answered. */
  readonly current: string | null;
}

/** Engines: which there are, which one is shown, what it holds. */
export const engines = {
  /** Knocks at every known endpoint and says what came of it. */
  list: query.input(v.optional(v.object({}))).output(type<EngineList>()),
  /** Chooses the engine the window shows first next time. Only known endpoints can be chosen. */
  select: command.input(endpointInput).output(type<EngineList>()),
  /** Adds an endpoint by hand, kept in the settings. */
  add: command.input(endpointInput).output(type<EngineList>()),
  /** The state of an engine, now and after every change; a failure is a frame, not an end. */
  watch: subscription.input(endpointInput).output(eventIterator(type<EngineFrame>())),
  /** Reads the engine again at once. */
  refresh: query.input(endpointInput).output(type<{ readonly takenAtMs: number }>()),
  /** Asks the engine for its own sums and compares. Slow: only on a person's request. */
  checkTotals: query.input(endpointInput).output(type<TotalsCheck>()),
};
