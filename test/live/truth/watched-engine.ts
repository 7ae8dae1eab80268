import type { Engine } from '#main/ports/engine/engine.ts';
import type { RemovalReply } from '#main/ports/engine/engine-images.ts';

/** An engine whose removal replies are kept. */
export interface WatchedEngine {
  readonly engine: Engine;
  /** Replies since the last call. */
  takeReplies(): readonly RemovalReply[];
}

/** Keeps what the engine says it removed: the chains in it are the truth a promise is held to. */
export function watchRemovals(engine: Engine): WatchedEngine {
  let replies: RemovalReply[] = [];
  const note = (reply: RemovalReply): RemovalReply => {
    replies.push(reply);
    return reply;
  };
  return {
    engine: {
      ...engine,
      removeImage: async (id, signal) => note(await engine.removeImage(id, signal)),
      untagImage: async (reference, signal) => note(await engine.untagImage(reference, signal)),
    },
    takeReplies() {
      const taken = replies;
      replies = [];
      return taken;
    },
  };
}
