import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may come in: whoever has the token of this run, once, and then gets a cookie that lasts as long as the run.
 * Token and cookie are different secrets, so that the address bar or a shell's history gives nothing away later.
 */
export class AccessGate {
  readonly token = secret();
  readonly #session = secret();
  readonly #cookieName: string;
  #isTokenUsed = false;

  /** Cookies do not know ports: two runs on one machine need two names. */
  constructor(port: number) {
    this.#cookieName = `ballast-${port}`;
  }

  /** Whether a request carries the cookie of this run. */
  hasSession(request: IncomingMessage): boolean {
    return cookieValues(request.headers.cookie, this.#cookieName).some((value) =>
      isSame(value, this.#session),
    );
  }

  /**
   * Exchanges a token for the cookie.
   * `used`: it is the right one, but somebody came in with it before.
   */
  exchange(token: string): { readonly cookie: string } | 'wrong' | 'used' {
    if (!isSame(token, this.token)) return 'wrong';
    if (this.#isTokenUsed) return 'used';
    this.#isTokenUsed = true;
    return { cookie: `${this.#cookieName}=${this.#session}; Path=/; HttpOnly; SameSite=Strict` };
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

/** In constant time, whatever the lengths are. */
function isSame(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
