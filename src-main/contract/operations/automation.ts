import { eventIterator, type } from '@orpc/contract';
import * as v from 'valibot';

import { endpointInput } from '../inputs.ts';
import { policyName } from '../policy-schema.ts';
import { command, query, subscription } from '../procedure.ts';
import type { AnnouncementView, AutomationLogRow } from '../views/automation-view.ts';

const whole = (least: number, most: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

/** How one engine is cleaned up by itself. */
export const automationSchema = v.object({
  isOn: v.boolean(),
  /** Name of the saved policy that runs. */
  policyName: v.nullable(policyName),
  /** Each null when it does not set it off. */
  imagesLargerThanBytes: v.nullable(whole(1_000_000, 1e15)),
  diskFullerThanPercent: v.nullable(whole(1, 99)),
  everyHours: v.nullable(whole(1, 24 * 90)),
  /** `notify` tells and does nothing; `run` tells, counts down, and runs unless somebody says no. */
  action: v.picklist(['notify', 'run']),
  /** Parks tagged images instead of removing them. */
  park: v.boolean(),
  /** Empties the bin of what was parked so long ago; null leaves it alone. */
  emptyBinAfterDays: v.nullable(whole(1, 365)),
});

/** How one engine is cleaned up by itself. */
export type Automation = v.InferOutput<typeof automationSchema>;

/** Automatic clean-up: off until switched on. */
export const automation = {
  read: query.input(endpointInput).output(type<Automation>()),
  write: command
    .input(v.object({ ...endpointInput.entries, automation: automationSchema }))
    .output(type<Automation>()),
  /** What is announced now on any engine, and every change. */
  watch: subscription
    .input(v.optional(v.object({})))
    .output(eventIterator(type<readonly AnnouncementView[]>())),
  /** Says no to what is announced. */
  cancel: command.input(v.object({ id: v.string() })).output(type<{ readonly id: string }>()),
  /** Runs what is announced without waiting longer. */
  runNow: command.input(v.object({ id: v.string() })).output(type<{ readonly id: string }>()),
  log: query.input(v.object({ limit: whole(1, 1000) })).output(type<readonly AutomationLogRow[]>()),
};
