import type { EndpointRow, EngineList } from '../../contract/operations/engines.ts';
import { AppError, toAppError } from '../../domain/app-error.ts';
import type { AppErrorData } from '../../domain/app-error.ts';
import type { EngineEndpoint } from '../../ports/engine-finder.ts';
import type { CoreDeps } from '../core-deps.ts';
import { EngineSession } from './engine-session.ts';

const selectedKey = 'engine.selected';
const addedKey = 'engine.added';
const knockMs = 3_000;

/** Sources a person named on purpose: when such an engine is away, no other one takes its place unasked. */
const explicitSources: readonly string[] = ['argument', 'DOCKER_HOST'];

/** All engines this run of Ballast knows, and the sessions with those in use. */
export class EngineDirectory {
  readonly #deps: CoreDeps;
  readonly #sessions = new Map<string, EngineSession>();
  readonly #onReady: (session: EngineSession) => void;

  /** `onReady` is told when an engine was read for the first time, or again after it was away. */
  constructor(deps: CoreDeps, onReady: (session: EngineSession) => void = () => undefined) {
    this.#deps = deps;
    this.#onReady = onReady;
  }

  /** Knocks everywhere and says what came of it. */
  async list(): Promise<EngineList> {
    const endpoints = await this.#endpoints();
    const rows = await Promise.all(endpoints.map((endpoint) => this.#knock(endpoint)));
    return { endpoints: rows, current: this.#choose(rows) };
  }

  /** The session with a known endpoint. Errors:  `usage.invalid` for an endpoint nobody listed or added. */
  async session(url: string): Promise<EngineSession> {
    const open = this.#sessions.get(url);
    if (open !== undefined) return open;
    const endpoint = (await this.#endpoints()).find((candidate) => candidate.url === url);
    if (endpoint === undefined) {
      throw new AppError('usage.invalid', {
        subject: url,
        detail: 'this endpoint is not in the list of engines',
      });
    }
    // Another call may have opened it while this one looked it up.
    const session =
      this.#sessions.get(url) ??
      new EngineSession(endpoint, this.#deps.finder.open(url), {
        deps: this.#deps,
        onReady: this.#onReady,
      });
    this.#sessions.set(url, session);
    return session;
  }

  /** Shows every window its engine once more, after something all views depend on was written down. */
  resend(): void {
    for (const session of this.#sessions.values()) session.resend();
  }

  async select(url: string): Promise<EngineList> {
    await this.session(url);
    this.#deps.store.writeSetting(selectedKey, url);
    return this.list();
  }

  async add(url: string): Promise<EngineList> {
    await this.#deps.finder.open(url).close();
    this.#deps.store.writeSetting(addedKey, [...new Set([...this.#added(), url])]);
    return this.list();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.close()));
    this.#sessions.clear();
  }

  async #endpoints(): Promise<readonly EngineEndpoint[]> {
    const found = await this.#deps.finder.listEndpoints();
    const known = new Set(found.map((endpoint) => endpoint.url));
    const added = this.#added().filter((url) => !known.has(url));
    const demo = found.filter((endpoint) => endpoint.source === 'demo');
    const real = found.filter((endpoint) => endpoint.source !== 'demo');
    return [...real, ...added.map((url) => ({ url, source: 'settings' as const, label: url })), ...demo];
  }

  #added(): readonly string[] {
    const value = this.#deps.store.readSetting(addedKey);
    return Array.isArray(value) ? value.filter((url) => typeof url === 'string') : [];
  }

  async #knock(endpoint: EngineEndpoint): Promise<EndpointRow> {
    return { ...endpoint, error: await this.#errorOf(endpoint), tried: true };
  }

  async #errorOf(endpoint: EngineEndpoint): Promise<AppErrorData | null> {
    try {
      const session = await this.session(endpoint.url);
      await session.engine.ping(AbortSignal.timeout(knockMs));
      return null;
    } catch (error) {
      const { code, ...rest } = toAppError(error).toData();
      return { ...rest, code: code === 'cancelled' ? 'engine.timeout' : code };
    }
  }

  /** The engine to show: the one named on purpose, else the one chosen last, else the first that answered. */
  #choose(rows: readonly EndpointRow[]): string | null {
    const explicit = rows.find((row) => explicitSources.includes(row.source));
    const selected = this.#deps.store.readSetting(selectedKey);
    const answering = rows.filter((row) => row.error === null);
    if (explicit?.source === 'argument') return explicit.error === null ? explicit.url : null;
    // A script says what it means; a window remembers, but never begins with the demo where something real answers.
    const remembered = this.#deps.shell === 'cli' ? [] : answering.filter((row) => row.source !== 'demo');
    const chosen = remembered.find((row) => row.url === selected);
    if (chosen !== undefined) return chosen.url;
    if (explicit !== undefined) return explicit.error === null ? explicit.url : null;
    return answering.find((row) => row.source !== 'demo')?.url ?? null;
  }
}
