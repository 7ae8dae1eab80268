import type { Machine } from '../../ports/machine.ts';

/** How full an engine's disk is, or why nobody can say. */
export interface DiskAnswer {
  readonly use: Awaited<ReturnType<Machine['diskUse']>>;
  readonly why: string;
}

/**
 * How full the disk of an engine's data is. An engine that is reached over a network names a folder of its own
 * machine, and a folder of the same name here is another one.
 */
export async function diskOf(
  endpoint: string,
  dataRoot: string,
  machine: Pick<Machine, 'diskUse'>,
): Promise<DiskAnswer> {
  if (/^(?:tcp|https?|ssh):/.test(endpoint)) {
    return { use: null, why: 'the engine is reached over a network, and its disk cannot be asked from here' };
  }
  if (dataRoot === '') return { use: null, why: 'the engine does not say where its data is' };
  const use = await machine.diskUse(dataRoot);
  return { use, why: use === null ? `the disk of ${dataRoot} cannot be asked from here` : '' };
}
