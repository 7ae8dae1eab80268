import type { SeedImage, SeedStep } from './engine-seed.ts';

/** Bytes of the base layers of `basePair`. */
export const baseBytes = 70_001;

/** A step with a layer. */
export function layerStep(content: string, bytes: number): SeedStep {
  return { createdBy: `COPY ${content} /srv # buildkit`, layer: { content, bytes } };
}

/** A step without one. */
export function settingStep(instruction: string): SeedStep {
  return { createdBy: instruction };
}

/** An image of one private layer. */
export function single(tag: string, bytes = 12_345): SeedImage {
  return { tags: [tag], steps: [layerStep(`only-${tag}`, bytes), settingStep('CMD ["/srv"]')] };
}

const base: readonly SeedStep[] = [
  layerStep('base-system', 50_001),
  settingStep('ENV PATH=/usr/bin'),
  layerStep('base-libraries', 20_000),
];

/** Two images on the same two layers, each with one of its own. */
export const basePair: readonly SeedImage[] = [
  { tags: ['contract/left:1'], steps: [...base, layerStep('left-app', 3_003)] },
  {
    tags: ['contract/right:1'],
    steps: [...base, layerStep('right-app', 5_005), settingStep('CMD ["right"]')],
  },
];
