import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

import { automationSchema, type Automation } from '#main/contract/operations/automation.ts';
import type { AnnouncementView } from '#main/contract/views/automation-view.ts';
import { AppError } from '#main/domain/app-error.ts';

import '../i18n/speak-english.ts';
import { AnnouncementsState } from './announcements-state.svelte.ts';
import { AutomationDraft } from './automation-draft.svelte.ts';
import { AutomationState } from './automation-state.svelte.ts';

const off: Automation = {
  isOn: false,
  policyName: null,
  imagesLargerThanBytes: null,
  diskFullerThanPercent: null,
  everyHours: null,
  action: 'notify',
  park: false,
  emptyBinAfterDays: null,
};

const on = (changes: Partial<Automation> = {}): Automation => {
  return { ...off, isOn: true, policyName: 'Fridays', everyHours: 24, ...changes };
};

describe('AutomationDraft', () => {
  it.each<[string, Automation]>([
    ['off', off],
    ['a schedule', on()],
    ['only the bin', on({ policyName: null, everyHours: null, emptyBinAfterDays: 30 })],
    ['thresholds', on({ imagesLargerThanBytes: 1_500_000_000, diskFullerThanPercent: 90 })],
  ])('comes to what was saved: %s', (_name, saved) => {
    const draft = new AutomationDraft(saved);
    expect([draft.automation, draft.isChanged]).toEqual([saved, false]);
  });

  it.each<[string, Partial<Automation>, string, string]>([
    ['no policy', { policyName: null }, 'Choose the policy it shall run.', ''],
    ['no cause', { everyHours: null }, '', 'Choose at least one thing that sets it off.'],
    [
      'a policy without a cause beside the bin',
      { everyHours: null, emptyBinAfterDays: 3 },
      '',
      'Choose at least one thing that sets it off.',
    ],
  ])('is not saved with %s, and says so once somebody tried', (_name, changes, policy, cause) => {
    const draft = new AutomationDraft(on(changes));
    expect([draft.policyProblem, draft.causeProblem]).toEqual(['', '']);
    expect(draft.trySave()).toBeNull();
    expect([draft.policyProblem, draft.causeProblem]).toEqual([policy, cause]);
  });

  it('does not mind a wrong number that is switched off', () => {
    const draft = new AutomationDraft(on());
    draft.diskFuller.text = '120';
    expect(draft.automation).toEqual(on());
    draft.diskFuller.isOn = true;
    expect([draft.automation, draft.diskFuller.problem]).toEqual([null, 'At most 99.']);
  });

  it('never makes settings the core would refuse', () => {
    const text = fc.oneof(fc.integer({ min: -2, max: 5000 }).map(String), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(text, text, text, text, (bytes, percent, hours, days) => {
        const draft = new AutomationDraft(on());
        const typed = [
          [draft.imagesLarger, bytes],
          [draft.diskFuller, percent],
          [draft.every, hours],
          [draft.emptyBin, days],
        ] as const;
        for (const [threshold, entered] of typed) Object.assign(threshold, { isOn: true, text: entered });
        const made = draft.automation;
        if (made !== null) expect(v.safeParse(automationSchema, made).success).toBe(true);
      }),
    );
  });
});

describe('AutomationState', () => {
  function fakeCore() {
    const core = { kept: on(), failing: null as AppError | null };
    const client = {
      automation: {
        read: () => Promise.resolve(core.kept),
        write: ({ automation }: { readonly automation: Automation }) =>
          core.failing === null ? Promise.resolve((core.kept = automation)) : Promise.reject(core.failing),
        log: () => Promise.resolve([]),
      },
      policies: { list: () => Promise.resolve([]) },
    };
    return { core, state: new AutomationState(client as never) };
  }

  it('keeps what was changed', async () => {
    const { core, state } = fakeCore();
    await state.look('engine');
    state.draft!.isOn = false;
    expect(await state.save()).toBe(true);
    expect([core.kept.isOn, state.draft?.isChanged]).toEqual([false, false]);
  });

  it('keeps what is typed when it could not be kept', async () => {
    const { core, state } = fakeCore();
    await state.look('engine');
    state.draft!.every.text = '48';
    core.failing = new AppError('usage.invalid');
    expect(await state.save()).toBe(false);
    expect([state.saveError?.code, state.draft?.every.text]).toEqual(['usage.invalid', '48']);
  });
});

describe('AnnouncementsState', () => {
  const announcement = (id: string, announcedAtMs: number) => ({ id, announcedAtMs }) as AnnouncementView;

  it('answers each announcement once, and again after a failure', async () => {
    const said: string[] = [];
    let failing = true;
    const automation = {
      watch: () =>
        Promise.resolve(
          (async function* frames() {
            yield [announcement('b', 2), announcement('a', 1)];
            await new Promise(() => undefined);
          })(),
        ),
      cancel: ({ id }: { readonly id: string }) => {
        said.push(id);
        return failing ? Promise.reject(new Error('lost')) : Promise.resolve({ id });
      },
    };
    const state = new AnnouncementsState({ automation } as never);
    const stop = state.start();
    await new Promise((resolve) => setTimeout(resolve));
    expect(state.all.map(({ id }) => id)).toEqual(['a', 'b']);
    await state.cancel('a');
    expect([state.hasFailed('a'), state.isAnswered('a')]).toEqual([true, false]);
    failing = false;
    await Promise.all([state.cancel('a'), state.cancel('a')]);
    expect([said, state.hasFailed('a'), state.isAnswered('a')]).toEqual([['a', 'a'], false, true]);
    stop();
  });
});
