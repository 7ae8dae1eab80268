import { toEngineUrl } from '../engine-url.ts';

/** The value of `--engine` among the arguments of the app; Chromium's own switches stand beside it. */
export function engineArgument(argv: readonly string[]): string | undefined {
  const inline = argv.find((argument) => argument.startsWith('--engine='));
  if (inline !== undefined) return toEngineUrl(inline.slice('--engine='.length));
  const next = argv[argv.indexOf('--engine') + 1];
  return argv.includes('--engine') && next !== undefined ? toEngineUrl(next) : undefined;
}
