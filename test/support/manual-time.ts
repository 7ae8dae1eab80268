import type { Clock } from '#main/ports/clock.ts';
import type { Scheduler } from '#main/ports/scheduler.ts';

interface Waiting {
  readonly atMs: number;
  readonly task: () => void;
}

/** A clock that stands still, and timers that go when a test says so. */
export class ManualTime implements Clock, Scheduler {
  #nowMs: number;
  #waiting = new Set<Waiting>();

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  /** Timers that wait. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  now(): number {
    return this.#nowMs;
  }

  after(ms: number, task: () => void): () => void {
    const waiting = { atMs: this.#nowMs + ms, task };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Lets time go by; timers go in their order, each at its time. */
  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs);
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.atMs);
      next.task();
    }
    this.#nowMs = endMs;
  }

  /** The machine slept: the clock is ahead, and every timer that is due goes only now. */
  sleep(ms: number): void {
    this.#nowMs += ms;
    this.advance(0);
  }
}
