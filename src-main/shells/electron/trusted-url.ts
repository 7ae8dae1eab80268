/** Where the window comes from in the product. */
export const appOrigin = 'app://ballast';

/** Places outside that a link of the window may open in the person's browser. */
const openableOrigins: ReadonlySet<string> = new Set([
  'https://docs.docker.com',
  'https://docs.podman.io',
  'https://specs.opencontainers.org',
]);

/**
 * Whether a URL belongs to the window. `URL.origin` is "null" for a scheme of one's own in Node.js, so scheme and host
 * are compared instead.
 */
export function isTrustedUrl(text: string, devServer: string | undefined): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return false;
  if (`${url.protocol}//${url.host}` === appOrigin) return true;
  return devServer !== undefined && url.origin === URL.parse(devServer)?.origin;
}

/** Whether a link may be opened in the person's browser. */
export function isOpenableOutside(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '' && openableOrigins.has(url.origin);
}

/** The one permission the window has: to write what a person copies. */
export function isPermissionAllowed(
  permission: string,
  requestingUrl: string,
  devServer: string | undefined,
): boolean {
  return permission === 'clipboard-sanitized-write' && isTrustedUrl(requestingUrl, devServer);
}
