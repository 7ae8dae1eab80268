import type { AnnouncementView } from '../../contract/views/automation-view.ts';
import { formatBytes } from '../../domain/bytes.ts';
import { boundBytes, isExact } from '../../domain/ledger/byte-bound.ts';
import type { BallastClient } from '../composition.ts';
import type { MenuLanguage } from './menu-template.ts';

/** A notice of the system. */
export interface Notice {
  readonly title: string;
  readonly body: string;
}

const words = {
  en: {
    title: 'Automatic clean-up',
    bytes: (text: string, exact: boolean) => `${exact ? 'exactly' : 'at least'} ${text}`,
    runs: (name: string, n: number, frees: string) =>
      `“${name}” is about to remove ${n} image${n === 1 ? '' : 's'} and free ${frees}. Open Ballast to stop it.`,
    tells: (name: string, n: number, frees: string) =>
      `“${name}” would remove ${n} image${n === 1 ? '' : 's'} and free ${frees}. Nothing runs by itself.`,
    bin: 'Recycle bin',
  },
  ja: {
    title: '自動クリーンアップ',
    bytes: (text: string, exact: boolean) => `${exact ? 'ちょうど' : '少なくとも'} ${text}`,
    runs: (name: string, n: number, frees: string) =>
      `「${name}」がまもなくイメージ ${n} 件を削除し、${frees} 空けます。中止するには Ballast を開いてください。`,
    tells: (name: string, n: number, frees: string) =>
      `「${name}」ならイメージ ${n} 件を削除し、${frees} 空けられます。自動では実行しません。`,
    bin: 'ごみ箱',
  },
} as const;

/** What the system shows of an announcement while no window of Ballast has the focus. */
export function announcementNotice(announcement: AnnouncementView, language: MenuLanguage): Notice {
  const { title, bytes, runs, tells, bin } = words[language];
  const { frees, policyName, imageCount, runsAtMs } = announcement;
  const amount = bytes(formatBytes(boundBytes(frees)), isExact(frees));
  const say = runsAtMs === null ? tells : runs;
  return { title, body: say(policyName === '' ? bin : policyName, imageCount, amount) };
}

/** Tells of each announcement once, until the signal says stop. */
export async function watchAnnouncements(
  client: Pick<BallastClient, 'automation'>,
  tell: (announcement: AnnouncementView) => void,
  signal: AbortSignal,
): Promise<void> {
  const told = new Set<string>();
  try {
    for await (const announcements of await client.automation.watch({}, { signal })) {
      for (const announcement of announcements.filter(({ id }) => !told.has(id))) {
        told.add(announcement.id);
        tell(announcement);
      }
    }
  } catch (error) {
    // A stream that is ended on purpose throws too.
    if (!signal.aborted) throw error;
  }
}
