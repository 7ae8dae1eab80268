/** Runs tasks one after another: commands on one engine never overlap. */
export class Mutex {
  #tail: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#tail.then(task);
    // The next task starts whatever became of this one; who called `run` sees its error.
    this.#tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }
}
