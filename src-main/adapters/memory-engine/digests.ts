import { hash } from 'node:crypto';

/** `sha256:` and the digest of a text: stands in for the digest of the bytes it describes. */
export function digestOf(text: string): string {
  return `sha256:${sha256Hex(text)}`;
}

/** 64 hex digits. */
export function sha256Hex(text: string): string {
  return hash('sha256', text);
}
