import { describe, expect, it } from 'vitest';

import { AppError } from '#main/domain/app-error.ts';
import { policyOf, type RulePolicy } from '#main/domain/cleanup/policy.ts';

import { PolicyPast, PolicyPreview } from './policy-preview.svelte.ts';

const older = (days: number): RulePolicy => policyOf({ kind: 'older-than', days });

/** A core that keeps every question open until it is answered, and pauses that end when told to. */
function scripted() {
  const asked: {
    readonly policy: RulePolicy;
    answer: (value: unknown) => void;
    fail: (why: unknown) => void;
  }[] = [];
  const pauses: (() => void)[] = [];
  const ask = ({ policy }: { readonly policy: RulePolicy }) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    asked.push({ policy, answer: resolve, fail: reject });
    return promise;
  };
  const client = { cleanup: { plan: ask, simulate: ask, days: () => Promise.resolve([2, 1]) } } as never;
  const preview = new PolicyPreview(client, () => new Promise((resolve) => pauses.push(resolve)));
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const quiet = async () => {
    pauses.splice(0).forEach((end) => end());
    await settle();
  };
  return { asked, client, preview, quiet, settle };
}

describe('PolicyPreview', () => {
  it('asks once for many letters, and for the last of them', async () => {
    const { asked, preview, quiet } = scripted();
    preview.show('engine', older(3));
    preview.show('engine', older(30));
    await quiet();
    await quiet();
    expect(asked.map(({ policy }) => policy)).toEqual([older(30)]);
    expect(preview.isPlanning).toBe(true);
  });

  it('shows nothing of another engine', async () => {
    const { asked, preview, quiet, settle } = scripted();
    preview.show('engine', older(3));
    await quiet();
    asked[0]?.answer('plan of one');
    await settle();
    preview.show('other', older(3));
    expect(preview.plan).toBeNull();
  });

  it('shows the newest only, one question at a time', async () => {
    const { asked, preview, quiet, settle } = scripted();
    preview.show('engine', older(3));
    await quiet();
    preview.show('engine', older(30));
    await quiet();
    expect(asked).toHaveLength(1);
    asked[0]!.answer('three');
    await settle();
    expect(preview.plan).toBeNull();
    await quiet();
    asked[1]!.answer('thirty');
    await settle();
    expect([preview.plan, preview.isPlanning]).toEqual(['thirty', false]);
  });

  it('keeps the last plan beside the reason why there is no newer one', async () => {
    const { asked, preview, quiet, settle } = scripted();
    preview.show('engine', older(3));
    await quiet();
    asked[0]!.answer('three');
    await settle();
    preview.again();
    await quiet();
    asked[1]!.fail(new AppError('engine.unreachable'));
    await settle();
    expect([preview.plan, preview.error?.code]).toEqual(['three', 'engine.unreachable']);
  });

  it('shows nothing as soon as there is nothing to plan, whatever comes late', async () => {
    const { asked, preview, quiet, settle } = scripted();
    preview.show('engine', older(3));
    await quiet();
    preview.show('engine', null);
    asked[0]!.answer('late');
    await settle();
    expect([preview.plan, preview.isPlanning]).toEqual([null, false]);
  });
});

describe('PolicyPast', () => {
  it('knows the days of the engine that was asked for last', async () => {
    const [one, other] = [Promise.withResolvers<number[]>(), Promise.withResolvers<number[]>()];
    const days = ({ endpoint }: { readonly endpoint: string }) => (endpoint === 'one' ? one : other).promise;
    const past = new PolicyPast({ cleanup: { days } } as never);
    const loading = [past.load('one'), past.load('other')];
    expect(past.days).toBeNull();
    other.resolve([2]);
    one.resolve([1]);
    await Promise.all(loading);
    expect(past.days).toEqual([2]);
  });

  it('knows the recorded days and what the policy would have done', async () => {
    const { asked, client } = scripted();
    const past = new PolicyPast(client);
    await past.load('engine');
    const asking = past.ask({ endpoint: 'engine', policy: older(3) }, 2);
    expect([past.days, past.isAsking]).toEqual([[2, 1], true]);
    asked[0]!.answer('result');
    await asking;
    expect([past.result, past.isAsking]).toEqual(['result', false]);
  });

  it('does not show an answer about a policy that was changed meanwhile', async () => {
    const { asked, client } = scripted();
    const past = new PolicyPast(client);
    const asking = past.ask({ endpoint: 'engine', policy: older(3) }, 2);
    past.forget();
    asked[0]!.answer('result');
    await asking;
    expect([past.result, past.isAsking]).toEqual([null, false]);
  });
});
