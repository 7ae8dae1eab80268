import type { EngineImage, ImageManifest } from '../../image/engine-snapshot.ts';
import type { RuleReading, RuleScope, RuleVerdict } from './rule-reading.ts';
import { stays } from './rule-reading.ts';

/**
 * Platforms of a multi-platform image that this engine never runs.
 * Shape:   speaks only for images that also have a platform the engine runs, so that the last one is never taken.
 *          Nothing goes, and a note says so, on an engine that cannot do it without force or did not say what it runs.
 */
export function readPlatformsNeverRun({ index }: RuleScope): RuleReading {
  const { enginePlatform, removesPlatforms } = index.facts;
  const none = stays('no-other-platforms');
  if (!removesPlatforms || enginePlatform === '') {
    return { verdictOf: () => none, notes: [{ kind: 'rule-unsupported', rule: 'platforms-never-run' }] };
  }
  return {
    verdictOf: (image): RuleVerdict => {
      const platforms = platformsNeverRun(image, enginePlatform);
      return platforms.length === 0 ? none : { goes: true, reason: 'platforms-never-run', platforms };
    },
    notes: [],
  };
}

/** Manifests of an image that are here and belong to a platform. */
export function platformManifests({ manifests }: EngineImage): readonly ImageManifest[] {
  return manifests.filter(
    ({ kind, available, platform }) => kind === 'image' && available && isNamed(platform),
  );
}

function platformsNeverRun(image: EngineImage, enginePlatform: string): readonly string[] {
  if (image.manifests.length < 2) return [];
  const platforms = new Set(platformManifests(image).map(({ platform }) => platform));
  const others = [...platforms].filter((platform) => !runsOn(platform, enginePlatform)).sort();
  return others.length < platforms.size ? others : [];
}

function isNamed(platform: string): boolean {
  return platform !== '' && !platform.split('/').includes('unknown');
}

/** Architectures whose processors run another one's programs as they are. */
const alsoRuns: Readonly<Record<string, string>> = { amd64: '386', arm64: 'arm' };

/**
 * Whether an engine runs a platform without an emulator. Every variant of its own architecture counts, for which of them it
 * runs is the processor's business: `linux/arm64` is `linux/arm64/v8`.
 * Source:  containerd `platforms`, `compare.go`, `Only`.
 */
function runsOn(platform: string, enginePlatform: string): boolean {
  const [os, architecture = ''] = platform.split('/');
  const [ownOs, own = ''] = enginePlatform.split('/');
  return os === ownOs && (architecture === own || alsoRuns[own] === architecture);
}
