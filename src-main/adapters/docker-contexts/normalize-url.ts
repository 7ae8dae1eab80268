/**
 * An engine's address as people write it, as a URL: a path becomes `unix://`, a pipe `npipe://`, `host:2375` becomes
 * `tcp://`, like the Docker command line has it. Empty text stays empty.
 */
export function normalizeUrl(text: string): string {
  const url = text.trim();
  if (url === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(url) || url === 'demo:') return url;
  if (/^(?:\/\/|\\\\)\.[\\/]pipe[\\/]/i.test(url)) return `npipe://${url.replaceAll('\\', '/')}`;
  return url.startsWith('/') ? `unix://${url}` : `tcp://${url}`;
}
