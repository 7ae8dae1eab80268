import { jaNumber as number } from '../count.ts';
import type { binEn } from '../en/bin.ts';

/** Words of the recycle bin. */
export const binJa = {
  intro: 'ごみ箱を空にするまで容量は空きません。それまでは、すべてのタグとともに元に戻せます。',
  loading: 'ごみ箱の中を調べています',
  failedTitle: 'ごみ箱を読み取れませんでした',
  emptyTitle: 'ごみ箱は空です',
  emptyText: 'クリーンアップでは、タグのあるイメージを削除せず、ここに移せます。いつでも元に戻せます。',
  table: 'ごみ箱のイメージ',
  total: (n, frees) => `イメージ ${number(n)} 件。空にすると${frees} 空きます。`,
  select: (name) => `${name} を選択`,
  selectAll: 'すべて選択',
  restore: (n) => (n === 0 ? '元に戻す' : `${number(n)} 件を元に戻す`),
  restoreFailedTitle: '元に戻す処理を始められませんでした',
  empty: '空にする…',
  emptyAll: 'すべて',
  emptyOlder: (days) => `${number(days)} 日より前に入れたもの`,
  columnImage: 'イメージ',
  columnParked: '入れた日時',
  columnBytes: '単独で空く容量',
  noReference: '元の名前が分からないため、新しい名前で戻します。',
  takenBy: (n) => `タグ ${number(n)} 個は今は別のイメージを指しているため、そのままです。`,
  containers: (n) => `コンテナ ${number(n)} 個が使っているため、空にできません。`,
  restored: (n) => `イメージ ${number(n)} 件を元に戻しました`,
  notRestored: (n) => `イメージ ${number(n)} 件は元に戻せませんでした`,
  shareNote: 'レイヤーは共有されるため、合計は各行の和とは異なります。',
} satisfies typeof binEn;
