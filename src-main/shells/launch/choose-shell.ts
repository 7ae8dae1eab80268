/** What decides between Electron and the browser. */
export interface LaunchFacts {
  readonly asked: 'electron' | 'browser' | null;
  readonly namesAddress: boolean;
  /** Root on Linux, where Chromium's sandbox does not work. */
  readonly isRoot: boolean;
  readonly hasScreen: boolean;
  /** Path of Electron's binary; null when it is not on this machine. */
  readonly binary: string | null;
  /** When fetching the binary failed last; null when it never did. */
  readonly fetchFailedAtMs: number | null;
  readonly nowMs: number;
}

/** What to do, and what to tell the person about it. */
export type LaunchChoice =
  | { readonly kind: 'electron'; readonly binary: string }
  | { readonly kind: 'fetch' }
  /** `why` is null when the browser was asked for. */
  | { readonly kind: 'browser'; readonly why: string | null };

const dayMs = 24 * 60 * 60 * 1000;

/** Electron where it can be had and seen; the browser shell otherwise, saying why. */
export function chooseShell(facts: LaunchFacts): LaunchChoice {
  if (facts.asked === 'browser') return browser(null);
  if (facts.namesAddress && facts.asked === null) return browser(null);
  if (!facts.hasScreen) return browser('there is no screen here');
  if (facts.isRoot) return browser('Electron cannot protect its window when run as root');
  if (facts.binary !== null) return { kind: 'electron', binary: facts.binary };
  const hasFailedToday = facts.fetchFailedAtMs !== null && facts.nowMs - facts.fetchFailedAtMs < dayMs;
  if (hasFailedToday && facts.asked === null) return browser('Electron could not be fetched today');
  return { kind: 'fetch' };
}

function browser(why: string | null): LaunchChoice {
  return { kind: 'browser', why };
}
