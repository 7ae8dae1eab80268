/** What one area of the source tree may import. Paths start at the root of the checkout. */
export interface ImportRule {
  /** The area: a folder, or one file. The first rule that fits a file is the file's rule. */
  readonly area: RegExp;
  /** Files it may import, besides its own area. */
  readonly may: readonly RegExp[];
  /** Packages and `node:` modules it may import. */
  readonly packages: readonly RegExp[];
  /** Files it may name in `import type` only. */
  readonly mayTypes?: readonly RegExp[];
}

const domain = /^src-main\/domain\//;
const contract = /^src-main\/contract\//;
const messages = /^src-main\/contract\/messages\//;
const ports = /^src-main\/ports\//;
const composeFile = /^src-main\/compose\.ts$/;
const dispatch = /^src-main\/core\/dispatch\.ts$/;
const anyNode = /^node:/;
const svelte = /^svelte(?:\/|$)/;
const ui = /^src-renderer\/ui\//;
const api = /^src-renderer\/api\//;
const state = /^src-renderer\/state\//;
const i18n = /^src-renderer\/i18n\//;

const adapter = (name: string, packages: readonly RegExp[] = []): ImportRule => ({
  area: new RegExp(`^src-main/adapters/${name}/`),
  may: [domain, ports],
  packages: [anyNode, /^valibot$/, ...packages],
});

/**
 * STYLE 3.1 as data: who may import what. A file that no rule fits is an offence of its own.
 * Tests beside sources are not held to it: they may use the memory engine and whatever they compare with.
 */
export const importRules: readonly ImportRule[] = [
  { area: domain, may: [], packages: [] },
  { area: contract, may: [domain], packages: [/^valibot$/, /^@orpc\/contract$/] },
  { area: ports, may: [domain], packages: [] },
  {
    area: /^src-main\/core\//,
    may: [domain, contract, ports],
    packages: [/^@orpc\/(?:contract|server)$/, /^valibot$/, /^node:timers\/promises$/],
  },
  adapter('docker-engine', [/^dockerode$/]),
  adapter('sqlite-store', [/^better-sqlite3$/]),
  adapter('docker-contexts'),
  adapter('image-archives', [/^tar-stream$/]),
  adapter('machine'),
  adapter('memory-engine', [/^tar-stream$/]),
  adapter('wrap-engine'),
  { area: composeFile, may: [/^src-main\/(?!shells\/)/], packages: [anyNode] },
  ...shellRules(),
  // The words of a part come to it as props; `ui` knows nothing of Docker.
  { area: ui, may: [], packages: [svelte, /^bits-ui$/, /^@lucide\/svelte(?:\/|$)/] },
  { area: i18n, may: [domain, messages], packages: [svelte], mayTypes: [contract] },
  {
    area: api,
    may: [domain],
    packages: [/^@orpc\/client(?:\/|$)/, /^@orpc\/contract$/],
    mayTypes: [contract],
  },
  { area: state, may: [domain, messages, api, i18n], packages: [svelte], mayTypes: [contract] },
  {
    area: /^src-renderer\/features\//,
    may: [domain, messages, state, i18n, ui, /^src-renderer\/styles\//],
    packages: [svelte, /^bits-ui$/, /^@lucide\/svelte(?:\/|$)/, /^d3-hierarchy$/],
    mayTypes: [contract, api],
  },
  {
    area: /^src-renderer\/[^/]+$/,
    may: [domain, messages, /^src-renderer\//],
    packages: [svelte, /^@lucide\/svelte(?:\/|$)/, /^@fontsource-variable\/inter/],
    mayTypes: [contract],
  },
  { area: /^src-renderer\/styles\//, may: [], packages: [/^@fontsource-variable\/inter/] },
];

function shellRules(): readonly ImportRule[] {
  const orpc = /^@orpc\/(?:client|contract|server)(?:\/|$)/;
  const shell = (area: RegExp, packages: readonly RegExp[], also: readonly RegExp[] = []): ImportRule => ({
    area,
    may: [domain, contract, composeFile, dispatch, /^src-main\/shells\/[^/]+$/, /^package\.json$/, ...also],
    packages: [anyNode, /^valibot$/, orpc, ...packages],
  });
  return [
    // The preload runs in the page's process: nothing but Electron's own bridge.
    {
      area: /^src-main\/shells\/electron\/preload\.ts$/,
      may: [/^src-main\/shells\/electron\//],
      packages: [/^electron$/],
    },
    shell(/^src-main\/shells\/electron\//, [/^electron$/]),
    shell(/^src-main\/shells\/browser\//, [/^ws$/]),
    shell(/^src-main\/shells\/launch\//, []),
    // `ballast serve` is the browser shell, started from the command line.
    shell(/^src-main\/shells\/cli\//, [], [/^src-main\/shells\/browser\//]),
    shell(/^src-main\/shells\/[^/]+$/, [/^electron-vite$/, /^vite$/], [/^src-main\/shells\//]),
  ];
}
