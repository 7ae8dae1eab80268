import { createHash } from 'node:crypto';

/** Why somebody gets a page instead of the app. */
export type Refusal = 'no-session' | 'token-used' | 'token-wrong' | 'host' | 'not-built';

interface Words {
  readonly title: string;
  readonly text: string;
  readonly retry: string;
}

const english: Readonly<Record<Refusal, Words>> = {
  'no-session': {
    title: 'Open Ballast with its link',
    text: 'This browser has not come in with the link that Ballast printed in the terminal. Open that link. If you just did, go on below.',
    retry: 'Go on',
  },
  'token-used': {
    title: 'This link was used already',
    text: 'Each link works once, in one browser. Go back to that browser, or stop Ballast with Ctrl-C and start it again for a new link. If it was not you who used it, start it again now.',
    retry: 'Try without the link',
  },
  'token-wrong': {
    title: 'This link belongs to another run',
    text: 'Ballast makes a new link each time it starts. Open the one it printed last.',
    retry: 'Try without the link',
  },
  host: {
    title: 'Ballast does not answer under this name',
    text: 'Open the link as it was printed, with the address 127.0.0.1 or localhost.',
    retry: '',
  },
  'not-built': {
    title: 'The window is not built yet',
    text: 'Stop Ballast, run “npm run build”, and start it again.',
    retry: 'Try again',
  },
};

const japanese: Readonly<Record<Refusal, Words>> = {
  'no-session': {
    title: 'リンクから Ballast を開いてください',
    text: 'このブラウザーは、Ballast がターミナルに表示したリンクから開かれていません。そのリンクを開いてください。開いた直後であれば、下から進めます。',
    retry: '進む',
  },
  'token-used': {
    title: 'このリンクは使用済みです',
    text: 'リンクは 1 つのブラウザーで 1 回だけ使えます。そのブラウザーに戻るか、Ctrl-C で Ballast を終了し、もう一度起動して新しいリンクを使ってください。心当たりがない場合は、すぐに起動し直してください。',
    retry: 'リンクなしで試す',
  },
  'token-wrong': {
    title: 'このリンクは別の実行のものです',
    text: 'リンクは Ballast を起動するたびに新しくなります。最後に表示されたリンクを開いてください。',
    retry: 'リンクなしで試す',
  },
  host: {
    title: 'この名前では Ballast に接続できません',
    text: '表示されたリンクを、127.0.0.1 または localhost のアドレスのまま開いてください。',
    retry: '',
  },
  'not-built': {
    title: '画面がまだビルドされていません',
    text: 'Ballast を終了し、「npm run build」を実行してから、もう一度起動してください。',
    retry: 'もう一度試す',
  },
};

const style =
  ':root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto 0;padding:0 1.5rem}h1{font-size:1.25rem}';

const styleHash = createHash('sha256').update(style).digest('base64');

/** The policy of the page below: its one style sheet, and links to where it came from. */
export const refusalPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A small page that says what to do; nothing in it comes from the request. */
export function refusalPage(refusal: Refusal, acceptLanguage: string | undefined): string {
  const isJapanese = acceptLanguage?.trimStart().toLowerCase().startsWith('ja') === true;
  const { title, text, retry } = (isJapanese ? japanese : english)[refusal];
  // A link of our own page sends the SameSite=Strict cookie even where the way here began on another site.
  const link = retry === '' ? '' : `<p><a href="/">${retry}</a></p>`;
  return (
    `<!doctype html><html lang="${isJapanese ? 'ja' : 'en'}"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${title} · Ballast</title><style>${style}</style></head>` +
    `<body><main><h1>${title}</h1><p>${text}</p>${link}</main></body></html>`
  );
}
