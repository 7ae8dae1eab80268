import { begin } from './0001-begin.ts';
import { cleanUp } from './0002-clean-up.ts';

/** SQL of every step forward: the first makes schema version 1 of an empty file. Only ever appended to. */
export const migrations: readonly string[] = [begin, cleanUp];
