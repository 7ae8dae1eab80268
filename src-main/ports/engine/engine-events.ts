/**
 * Something happened on an engine. A hint only: it never says enough to change state from it.
 * Source: Engine API, `GET /events`.
 */
export interface EngineEvent {
  readonly type: 'image' | 'container' | 'builder';
  /** `tag`, `untag`, `delete`, `pull`, `load`, `import`, `prune`, `create`, `start`, `die`, `destroy` … */
  readonly action: string;
  /** The actor's ID: an image ID, a reference or a container ID, depending on the action. */
  readonly actorId: string;
  /** Attribute `name`; empty when absent. */
  readonly name: string;
  /** Attribute `image` of container events; empty when absent. */
  readonly image: string;
  readonly timeMs: number;
  /** Nanoseconds since the epoch as text: with type, action and actor it identifies an event. */
  readonly timeNano: string;
}

/** Where to begin. */
export interface EventsFrom {
  /** Replays what the engine still remembers (256 events at most) from this time on. */
  readonly sinceMs?: number;
}

/** The stream of what happens. */
export interface EngineEvents {
  /**
   * Image, container and builder events until the signal is aborted (the stream then ends) or the engine goes
   * away (it then throws `engine.unreachable`).
   * Shape:   `onOpen` is called once the engine has accepted the stream: what happens from then on is told.
   */
  events(
    from: EventsFrom & { readonly onOpen?: () => void },
    signal: AbortSignal,
  ): AsyncIterable<EngineEvent>;
}
