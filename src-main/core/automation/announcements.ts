import type { AnnouncementView } from '../../contract/views/automation-view.ts';
import { AppError } from '../../domain/app-error.ts';
import { Broadcast } from '../broadcast.ts';

/** What is announced now, on all engines. */
export class Announcements {
  readonly #byId = new Map<string, AnnouncementView>();
  readonly #changes = new Broadcast<readonly AnnouncementView[]>();

  get all(): readonly AnnouncementView[] {
    return [...this.#byId.values()];
  }

  /** Everything that is announced, now and after each change. */
  watch(signal: AbortSignal): AsyncGenerator<readonly AnnouncementView[], void> {
    return this.#changes.listen([this.all], signal);
  }

  /** Errors:  `usage.invalid` when it is not announced (any more). */
  require(id: string): AnnouncementView {
    const announcement = this.#byId.get(id);
    if (announcement === undefined) {
      throw new AppError('usage.invalid', { subject: id, detail: 'this is not announced any more' });
    }
    return announcement;
  }

  /** The one of an engine; an engine has one at most. */
  of(endpoint: string): AnnouncementView | null {
    return this.all.find((announcement) => announcement.endpoint === endpoint) ?? null;
  }

  put(announcement: AnnouncementView): void {
    this.#byId.set(announcement.id, announcement);
    this.#changes.send(this.all);
  }

  remove(id: string): void {
    if (this.#byId.delete(id)) this.#changes.send(this.all);
  }
}
