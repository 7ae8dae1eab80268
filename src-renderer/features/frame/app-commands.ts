import { policyOf } from '#main/domain/cleanup/policy.ts';
import { t } from '#renderer/i18n/locale.svelte.ts';
import type { AppContext } from '#renderer/state/app-context.ts';
import { railScreens } from '#renderer/state/route.ts';
import type { PaletteEntry } from '#renderer/ui/palette-entry.ts';

/** Every command of the palette that is not an image. */
export function appCommands({ app, engine }: AppContext): PaletteEntry[] {
  const group = t.app.paletteCommands;
  const command = (key: string, label: string, run: () => void): PaletteEntry => ({ key, group, label, run });
  return [
    ...railScreens.map((screen) => command(screen, t.app.goTo(t.app[screen]), () => app.open({ screen }))),
    command('dangling', t.app.cleanDangling, () => app.openPlan(policyOf({ kind: 'dangling' }))),
    command('unused', t.app.cleanUnused, () => app.openPlan(policyOf({ kind: 'unused' }))),
    command('refresh', t.app.refreshEngine, () => void engine.refresh()),
    ...engine.endpoints
      .filter((endpoint) => endpoint.url !== engine.current)
      .map(({ url, label }) =>
        command(`engine ${url}`, `${t.engines.switchEngine}: ${label}`, () => void engine.select(url)),
      ),
    command('light', t.app.themeLight, () => app.adjust({ theme: 'light' })),
    command('dark', t.app.themeDark, () => app.adjust({ theme: 'dark' })),
    command('system', t.app.themeSystem, () => app.adjust({ theme: 'system' })),
    command('en', t.app.speakEnglish, () => app.adjust({ language: 'en' })),
    command('ja', t.app.speakJapanese, () => app.adjust({ language: 'ja' })),
  ];
}
