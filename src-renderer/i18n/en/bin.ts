import { count, enNumber as number } from '../count.ts';

/** Words of the recycle bin. */
export const binEn = {
  intro:
    'Parked images free nothing until the bin is emptied. Until then they come back with all their tags.',
  loading: 'Looking into the bin',
  failedTitle: 'The recycle bin could not be read',
  emptyTitle: 'The recycle bin is empty',
  emptyText:
    'A clean-up can park tagged images here instead of removing them. They can be restored at any time.',
  table: 'Images in the recycle bin',
  total: (n: number, frees: string) => `${count(n, 'image', 'images')}. Emptying the bin frees ${frees}.`,
  select: (name: string) => `Select ${name}`,
  selectAll: 'Select all',
  restore: (n: number) => (n === 0 ? 'Restore' : `Restore ${count(n, 'image', 'images')}`),
  restoreFailedTitle: 'Restoring could not be started',
  empty: 'Empty…',
  emptyAll: 'Everything',
  emptyOlder: (days: number) => `What was parked more than ${count(days, 'day', 'days')} ago`,
  columnImage: 'Image',
  columnParked: 'Parked',
  columnBytes: 'Frees alone',
  noReference: 'Its names are not known any more: restoring gives it a new one.',
  takenBy: (n: number) =>
    n === 1
      ? '1 of its tags names another image now, and stays there.'
      : `${number(n)} of its tags name another image now, and stay there.`,
  containers: (n: number) => `${count(n, 'container uses', 'containers use')} it, so it cannot be emptied.`,
  restored: (n: number) => `Restored ${count(n, 'image', 'images')}`,
  notRestored: (n: number) => `${count(n, 'image', 'images')} could not be restored`,
  shareNote: 'Images share layers, so the total is not the sum of the rows.',
};
