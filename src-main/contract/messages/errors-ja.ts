import type { ErrorMessages } from './error-messages.ts';

/** Error messages in Japanese. */
export const errorsJa: ErrorMessages = {
  'usage.invalid': {
    sentence: 'この要求は解釈できませんでした。',
    nextStep: '入力内容を確認して、もう一度お試しください。',
  },
  'reference.invalid': {
    sentence: 'イメージ参照として正しくありません。',
    nextStep: '示された部分を直してください(例: app:1.0、registry.example/team/app:1.0)。',
  },
  'engine.unreachable': {
    sentence: 'エンジンが応答しません。',
    nextStep: 'エンジンを起動するか、別のエンジンを選んでください。',
  },
  'engine.denied': {
    sentence: 'エンジンはありますが、使用する権限がありません。',
    nextStep: 'ソケットを所有するグループ(多くは docker)にユーザーを追加し、ログインし直してください。',
  },
  'engine.not-found': {
    sentence: '対象はもうエンジンにありません。',
    nextStep: '更新して、現在の状態を確認してください。',
  },
  'engine.conflict': {
    sentence: 'まだ使われているため、エンジンが拒否しました。',
    nextStep: '使っているコンテナまたはイメージを先に削除してから、もう一度お試しください。',
  },
  'engine.unsupported': {
    sentence: 'このエンジンではその操作ができません。',
    nextStep: 'エンジンを更新するか、別のエンジンを使ってください。',
  },
  'engine.bad-answer': {
    sentence: 'エンジンの応答を読み取れませんでした。',
    nextStep: 'アドレスがコンテナエンジンのもので、対応するバージョンか確認してください。',
  },
  'engine.failed': {
    sentence: 'エンジン側でエラーが起きました。',
    nextStep: 'エンジンのメッセージを確認して、もう一度お試しください。',
  },
  'engine.timeout': {
    sentence: 'エンジンの応答に時間がかかりすぎました。',
    nextStep: 'エンジンの負荷が下がるのを待って、もう一度お試しください。',
  },
  'registry.unauthorized': {
    sentence: 'レジストリがサインインを受け付けません。',
    nextStep: 'docker login でレジストリにサインインしてから、もう一度お試しください。',
  },
  'registry.not-found': {
    sentence: 'レジストリにこのイメージがありません。',
    nextStep: '名前とタグを確認してください。',
  },
  'registry.rate-limited': {
    sentence: 'レジストリの要求回数の上限に達しました。',
    nextStep: 'しばらく待つか、サインインして上限を上げてください。',
  },
  'registry.unreachable': {
    sentence: 'レジストリが応答しません。',
    nextStep: 'ネットワークとレジストリ名を確認して、もう一度お試しください。',
  },
  'transfer.failed': {
    sentence: '転送が途中で途切れました。',
    nextStep: 'もう一度お試しください。届いたレイヤーは再転送されません。',
  },
  'plan.stale': {
    sentence: '計画を作ったあとに状態が変わったため、何も削除しませんでした。',
    nextStep: '計画を見直して、もう一度確定してください。',
  },
  'plan.invalid': {
    sentence: '安全なクリーンアップの規則に反するため、何も削除しませんでした。',
    nextStep: '新しい計画を作ってください。最後のタグごとイメージを削除するにはクリーンアップを使います。',
  },
  'undo.impossible': {
    sentence: '元に戻せません。',
    nextStep: 'もう一度ビルドするか、記録にある名前で取得してください。',
  },
  'credential.unavailable': {
    sentence: '認証ヘルパーからサインイン情報を得られませんでした。',
    nextStep: 'Docker の設定にある認証ヘルパーを確認するか、サインインし直してください。',
  },
  'store.corrupt': {
    sentence: 'Ballast の状態ファイルを読み取れませんでした。',
    nextStep: 'ファイルは別名で残し、新しいものを作りました。記録はここから始まります。',
  },
  'store.unavailable': {
    sentence: 'Ballast の状態ファイルを使えませんでした。',
    nextStep:
      'データフォルダーに書き込めること、ディスクに空きがあることを確認して、Ballast を起動し直してください。',
  },
  cancelled: {
    sentence: 'キャンセルしました。',
    nextStep: '操作は不要です。それまでに済んだ分はそのまま残ります。',
  },
  bug: {
    sentence: 'Ballast の内部で問題が起きました。',
    nextStep: '下の詳細を添えて報告してください。',
  },
};
