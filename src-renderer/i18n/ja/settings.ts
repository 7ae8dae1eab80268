import type { settingsEn } from '../en/settings.ts';

/** Words of the settings screen. */
export const settingsJa = {
  title: '設定',
  loading: '設定を読み込んでいます',
  failedTitle: '設定を読み込めませんでした',
  saveFailed: '変更を保存できませんでした',
  tryAgain: 'もう一度試す',

  appearance: '表示',
  theme: 'テーマ',
  themeSystem: 'システム',
  themeLight: 'ライト',
  themeDark: 'ダーク',
  language: '言語',
  languageSystem: 'システム',
  showIntermediates: '中間イメージも一覧に表示',
  showIntermediatesHelp: '従来のビルダーが残す途中のイメージです。集計には常に含みます。',

  engines: 'エンジン',
  enginesHelp: '探した場所と、その結果です。',
  engineInUse: '使用中',
  engineUse: '使う',
  engineUseLabel: (label) => `${label} を使う`,
  knockAgain: '探し直す',

  skippedTitle: '読み取れなかったもの',
  skippedText:
    'エンジンの次の応答は読み取れませんでした。一覧に含まれないため、合計が実際より小さい場合があります。',

  about: 'Ballast について',
  version: 'バージョン',
  shell: '実行形態',
  shellElectron: 'デスクトップアプリ',
  shellBrowser: 'このマシンが配信するブラウザーページ',
  dataFolder: 'データフォルダー',
  copyDataFolder: 'パスをコピー',
  licence: 'ライセンス',
  licenceText: 'Apache License 2.0',
  privacy: 'プライバシー',
  privacyText: '外部には何も送信しません。通信する相手はエンジンだけです。',
  freshTitle: '状態ファイルを新しく作りました',
  freshText: (why) => `以前のファイルを読めませんでした: ${why}`,
  freshKept: '以前のファイルの保存先',
  unreadableTitle: '状態ファイルの一部を読めません',
  unreadablePolicy: (name) =>
    `ポリシー「${name}」は除外されています。同じ名前で保存し直すか、削除してください。`,
  unreadableDay: (name) => `過去の記録での試行から、1 日分の記録が除外されています: ${name}`,
} satisfies typeof settingsEn;
