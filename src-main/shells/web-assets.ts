import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

/** A file of the window, ready to be sent. */
export interface WebAsset {
  readonly body: Buffer<ArrayBuffer>;
  readonly contentType: string;
  readonly cacheControl: string;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The path of a file inside `directory` for the path of a URL; null when the URL points anywhere else.
 * A path without an extension is a place inside the app and gets `index.html`.
 */
function assetPath(directory: string, urlPath: string): string | null {
  const decoded = decode(urlPath);
  if (decoded === null || !decoded.startsWith('/') || /[\\\0:]/.test(decoded)) return null;
  const segments = decoded.split('/').filter((segment) => segment !== '');
  // Checked segment by segment after decoding: nothing that could climb reaches `join`. Dot files are not served.
  if (segments.some((segment) => segment.startsWith('.'))) return null;
  const file = segments.length === 0 || extname(decoded) === '' ? 'index.html' : segments.join(sep);
  return join(directory, file);
}

/** Reads a file of the window; null when there is none, or none that a URL may name. */
export async function readAsset(directory: string, urlPath: string): Promise<WebAsset | null> {
  const path = assetPath(directory, urlPath);
  if (path === null) return null;
  const contentType = contentTypes[extname(path)];
  if (contentType === undefined) return null;
  try {
    return { body: await readFile(path), contentType, cacheControl: cacheControlOf(urlPath) };
  } catch {
    // Not there, a folder, or not readable: all the same to whoever asks.
    return null;
  }
}

/** Bundles have their hash in their name; everything else is asked for again. */
function cacheControlOf(urlPath: string): string {
  return urlPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-store';
}

function decode(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
}
