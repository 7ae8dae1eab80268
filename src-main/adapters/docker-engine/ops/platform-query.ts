import { AppError } from '../../../domain/app-error.ts';
import type { PlatformChoice } from '../../../ports/engine/engine-images.ts';
import type { Peer } from './ping.ts';

/**
 * The query that chooses a platform, as JSON; empty when none is chosen.
 * Errors:  `engine.unsupported` when the engine would ignore it and answer for another platform.
 */
export function platformQuery(
  choice: PlatformChoice,
  peer: Peer,
  sinceMinor: number,
): Readonly<Record<string, string>> {
  if (choice.platform === undefined) return {};
  if (peer.apiMinor < sinceMinor || peer.isPodman) {
    throw new AppError('engine.unsupported', {
      subject: choice.platform,
      detail: `choosing a platform needs API 1.${sinceMinor}; the engine speaks ${peer.apiVersion}`,
    });
  }
  const [os, architecture, variant] = choice.platform.split('/');
  return { platform: JSON.stringify({ os, architecture, variant }) };
}
