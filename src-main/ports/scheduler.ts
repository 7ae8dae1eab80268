/** Wakes the core later. Handed in, so that tests need not wait. */
export interface Scheduler {
  /** Runs a task once after so many milliseconds; the answer takes it back. A waiting task keeps no process alive. */
  after(ms: number, task: () => void): () => void;
}
