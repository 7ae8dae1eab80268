/** How long each kind of call may take, in milliseconds, from sending it to the last byte of its answer. */
export interface Deadlines {
  readonly pingMs: number;
  readonly describeMs: number;
  readonly listMs: number;
  readonly inspectMs: number;
  readonly changeMs: number;
  readonly totalsMs: number;
  /** Until the stream of events is accepted; an accepted stream has no end. */
  readonly eventsOpenMs: number;
  /** The engine asks a registry before it answers. */
  readonly registryMs: number;
  /** A transfer may take for ever; this long nothing at all may come of it. */
  readonly transferSilenceMs: number;
}

/** Generous where engines are slow: the containerd store takes 12 s to list 1,000 images, and grows faster than they do. */
export const defaultDeadlines: Deadlines = {
  pingMs: 5_000,
  describeMs: 30_000,
  listMs: 300_000,
  inspectMs: 60_000,
  // A removal waits for the engine's garbage collection, and for other removals before it.
  changeMs: 300_000,
  totalsMs: 300_000,
  eventsOpenMs: 30_000,
  registryMs: 120_000,
  // The classic store copies the whole image aside before it sends the first byte of an archive, and says nothing.
  transferSilenceMs: 600_000,
};
