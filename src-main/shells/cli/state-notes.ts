import { AppError } from '../../domain/app-error.ts';
import type { BallastClient } from '../composition.ts';
import type { Terminal } from './terminal.ts';

/** Says on stderr what of the state file could not be read: after the command, which may have met it. */
export async function noteState(client: BallastClient, terminal: Terminal): Promise<void> {
  const { startedFreshBecause: fresh, unreadableRows } = await client.settings.about({});
  if (fresh !== null) {
    terminal.note(`The state file could not be read (${fresh.why}): policies, pins and history begin anew.`);
    terminal.note(`The old file is kept as ${fresh.keptAs}; move it away once you have seen to it`);
  }
  for (const { kind, name, why } of unreadableRows)
    terminal.note(`Left out, cannot be read: ${kind} ${name}: ${why}`);
}

/**
 * Refuses to remove anything as long as a lost state file lies aside: what was pinned in it is not known to this one.
 * Errors:  `store.corrupt`.
 */
export async function refuseLostPins(client: BallastClient): Promise<void> {
  const { startedFreshBecause: fresh } = await client.settings.about({});
  if (fresh === null) return;
  throw new AppError('store.corrupt', {
    subject: fresh.keptAs,
    detail: `${fresh.why}\npins were lost with it, so nothing is removed: pin anew what must stay, then move that file away`,
  });
}
