import { hash } from 'node:crypto';

/** `sha256:` and the digest of some bytes; of a text, those of its UTF-8. */
export function digestOf(content: string | Uint8Array): string {
  return `sha256:${sha256Hex(content)}`;
}

/** 64 hex digits. */
export function sha256Hex(content: string | Uint8Array): string {
  return hash('sha256', content);
}
