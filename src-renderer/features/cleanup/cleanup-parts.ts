import type { Component } from 'svelte';

import type { CleanupPolicy } from '#main/domain/cleanup/policy.ts';
import { locale } from '#renderer/i18n/locale.svelte.ts';
import type { CleanupTab } from '#renderer/state/route.ts';

/** What every part of the Clean-up screen is given. */
interface PartProps extends Record<string, unknown> {
  /** Shows the plan of a policy; the name is empty for one that is not saved. */
  readonly onplan: (policy: CleanupPolicy, policyName: string) => void;
}

/** A part with its words, fetched when it is first opened. */
type LoadPart = () => Promise<Component<PartProps>>;

/** Parts of the Clean-up screen besides the suggestions. */
export const cleanupParts: Readonly<Record<Exclude<CleanupTab, 'suggestions'>, LoadPart>> = {
  policies: withWords(async () => (await import('#renderer/features/policies/policies-tab.svelte')).default),
  bin: withWords(async () => (await import('#renderer/features/bin/bin-tab.svelte')).default),
  'build-cache': withWords(
    async () => (await import('#renderer/features/build-cache/build-cache-tab.svelte')).default,
  ),
  automatic: withWords(
    async () => (await import('#renderer/features/automation/automation-tab.svelte')).default,
  ),
};

function withWords(load: LoadPart): LoadPart {
  return async () => {
    const [part] = await Promise.all([load(), locale.useLater()]);
    return part;
  };
}
