import type { Scheduler } from '../../ports/scheduler.ts';

/** Timers of the system. */
export const systemScheduler: Scheduler = {
  after: (ms, task) => {
    const timer = setTimeout(task, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
