import { count, enNumber as number } from '../count.ts';

/** Words of the activity screen. */
export const activityEn = {
  title: 'Activity',
  loading: 'Reading the journal',
  emptyTitle: 'Nothing has been removed yet',
  emptyText: 'Everything Ballast removes is written down here, with what it freed and how to get it back.',
  emptyAction: 'Go to Clean-up',
  failedTitle: 'The journal could not be read',
  tryAgain: 'Try again',
  jobsLost: 'Running jobs cannot be followed right now. Trying again.',

  running: 'Running now',
  history: 'Removed',
  totals: (bytes: string, runs: number) => `${bytes} freed in ${count(runs, 'clean-up', 'clean-ups')}`,
  runTitle: (n: number) => `${count(n, 'item', 'items')} done`,
  runNothing: 'Nothing done',
  runPromised: (bound: string) => `promised ${bound}`,
  runNotMeasured: 'not measured',
  runNotDone: (n: number) => `${number(n)} not done`,
  runUnfinished: 'Ballast was closed before it ended',
  noReference: 'no tag',
  pullLabel: (reference: string) => `Command that pulls ${reference} again`,
  tagLabel: (reference: string) => `Command that gives the tag ${reference} back`,
  outcomeUnknown: 'Not reached',
  onlyHere: 'Existed only here. Build it again to get it back.',
  backUnknown: 'Not known whether a registry has it.',
  maybe: 'Perhaps:',
  showAll: (n: number) => `Show all ${number(n)}`,
};
