/** What the core asks of the machine it runs on. */
export interface Machine {
  /** This run of Ballast, so that another one can tell whether it is still there. */
  readonly self: string;
  /** Whether the run of that name still is. Unknown names count as alive only when that cannot be ruled out. */
  isAlive(run: string): boolean;
  /** How full the disk of a folder is; null when the folder is not on this machine or cannot be asked. */
  diskUse(folder: string): Promise<{ readonly usedBytes: number; readonly totalBytes: number } | null>;
}
