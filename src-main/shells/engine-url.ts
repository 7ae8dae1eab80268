/** What a person typed after `--engine`, as an endpoint URL: `demo` and a socket's path are short forms. */
export function toEngineUrl(typed: string): string {
  if (typed === 'demo') return 'demo:';
  return typed.startsWith('/') ? `unix://${typed}` : typed;
}
