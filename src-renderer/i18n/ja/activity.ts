import { jaNumber as number } from '../count.ts';
import type { activityEn } from '../en/activity.ts';

/** Words of the activity screen. */
export const activityJa = {
  title: 'アクティビティ',
  loading: '記録を読み込んでいます',
  emptyTitle: 'まだ何も削除していません',
  emptyText: '削除したものは、空いた容量と元に戻す方法とともに、すべてここに残ります。',
  emptyAction: 'クリーンアップへ',
  failedTitle: '記録を読み込めませんでした',
  tryAgain: 'もう一度試す',
  jobsLost: '実行中のジョブを確認できません。再試行しています。',

  running: '実行中',
  history: '削除の記録',
  totals: (bytes, runs) => `${number(runs)} 回のクリーンアップで ${bytes} 空きました`,
  runTitle: (n) => `${number(n)} 件完了`,
  runNothing: '変更なし',
  runPromised: (bound) => `予告: ${bound}`,
  runNotMeasured: '測定なし',
  runNotDone: (n) => `${number(n)} 件は未完了`,
  runUnfinished: '完了前に Ballast が終了しました',
  noReference: 'タグなし',
  pullLabel: (reference) => `${reference} を再取得するコマンド`,
  tagLabel: (reference) => `${reference} を付け直すコマンド`,
  outcomeUnknown: '未到達',
  onlyHere: 'ここにしかありませんでした。必要ならビルドし直してください。',
  backUnknown: 'レジストリにあるかどうか分かりません。',
  maybe: '取得できる可能性:',
  showAll: (n) => `${number(n)} 件すべて表示`,
} satisfies typeof activityEn;
