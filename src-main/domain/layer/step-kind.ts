import type { HistoryEntry } from '../image/history-entry.ts';

/** Whether a step made a layer, as far as the step itself tells. */
export type StepKind = 'layer' | 'metadata' | 'either';

const legacyPrefix = /^\/bin\/sh -c #\(nop\)\s+/;

const metadataHeads = new Set([
  ...['CMD', 'ENV', 'LABEL', 'EXPOSE', 'ENTRYPOINT', 'USER', 'VOLUME', 'ARG', 'MAINTAINER'],
  ...['STOPSIGNAL', 'HEALTHCHECK', 'ONBUILD', 'SHELL'],
]);

/**
 * What a step of no bytes can be. A step with bytes always made a layer.
 * - Instructions that only change settings never make a layer.
 * - BuildKit commits a layer for every RUN, COPY, ADD and WORKDIR, an empty one too, except for `WORKDIR /`.
 * - The legacy builder leaves a layer out when nothing changed, and its WORKDIR makes one only if the folder is new.
 * Source: ENGINES §2.2; moby image/image.go `NewChildImage`; BuildKit dockerfile2llb `dispatchWorkdir`.
 */
export function stepKind(entry: HistoryEntry): StepKind {
  if (entry.bytes > 0) return 'layer';
  const [head = '', argument = ''] = instruction(entry.createdBy).split(/\s+/, 2);
  if (metadataHeads.has(head)) return 'metadata';
  if (!isBuildKit(entry)) return 'either';
  if (head === 'WORKDIR') return argument === '/' ? 'metadata' : 'layer';
  return head === 'RUN' || head === 'COPY' || head === 'ADD' ? 'layer' : 'either';
}

/** The instruction as written, without what the legacy builder puts before it. */
export function instruction(createdBy: string): string {
  return createdBy.replace(legacyPrefix, '').trim();
}

function isBuildKit(entry: HistoryEntry): boolean {
  return entry.comment.startsWith('buildkit.dockerfile');
}
