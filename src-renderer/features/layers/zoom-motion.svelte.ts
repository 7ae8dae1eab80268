import type { ByteWindow } from './icicle-hit.ts';

const durationMs = 140;

/** The stretch on the screen on its way to the stretch asked for. Svelte's Tween does more and weighs more. */
export class ZoomMotion {
  #shown = $state.raw<ByteWindow>({ from: 0, to: 1 });
  #target: ByteWindow | null = null;
  #frame = 0;

  get shown(): ByteWindow {
    return this.#shown;
  }

  /** Goes there; at once the first time, and where a person wants less motion. */
  goTo(target: ByteWindow): void {
    const before = this.#target;
    this.#target = target;
    if (before?.from === target.from && before.to === target.to) return;
    cancelAnimationFrame(this.#frame);
    if (before === null || matchMedia('(prefers-reduced-motion: reduce)').matches) this.#shown = target;
    else this.#start(this.#shown, target);
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
  }

  #start(from: ByteWindow, to: ByteWindow): void {
    const startedAtMs = performance.now();
    const step = (nowMs: number): void => {
      const time = Math.min(Math.max((nowMs - startedAtMs) / durationMs, 0), 1);
      const eased = 1 - (1 - time) ** 3;
      this.#shown =
        time === 1
          ? to
          : { from: from.from + (to.from - from.from) * eased, to: from.to + (to.to - from.to) * eased };
      if (time < 1) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }
}
