import { type } from '@orpc/contract';
import * as v from 'valibot';

import { command, query } from '../procedure.ts';

/** Settings a person can change. */
export const settingsSchema = v.object({
  /** `system` follows the desktop or browser. */
  theme: v.picklist(['system', 'light', 'dark']),
  language: v.picklist(['system', 'en', 'ja']),
  /** Columns of the Images table, in order. */
  imageColumns: v.array(v.pipe(v.string(), v.maxLength(64))),
  showIntermediates: v.boolean(),
});

/** Settings a person can change. */
export type Settings = v.InferOutput<typeof settingsSchema>;

/** What Ballast says of itself. */
export interface AboutBallast {
  readonly version: string;
  readonly dataDirectory: string;
  /** Set when the state file could not be read and a fresh one was started, as long as the old one lies where it was kept. */
  readonly startedFreshBecause: { readonly why: string; readonly keptAs: string } | null;
  /** Rows of the state file that could not be read and were left out. */
  readonly unreadableRows: readonly {
    readonly kind: 'policy' | 'day';
    readonly name: string;
    readonly why: string;
  }[];
  readonly shell: 'electron' | 'browser';
}

/** Settings and diagnostics. */
export const settings = {
  read: query.input(v.optional(v.object({}))).output(type<Settings>()),
  /** Writes the keys that are given, keeps the others. */
  write: command.input(v.partial(settingsSchema)).output(type<Settings>()),
  about: query.input(v.optional(v.object({}))).output(type<AboutBallast>()),
};
