import type { EngineOperation } from './faults.ts';

/** Milliseconds an operation takes on an engine with so many images. */
export type LatencyModel = (operation: EngineOperation, imageCount: number) => number;

/** Docker 28 on overlay2. Source: ENGINES §6 (measured at 1,000 images on two cores). */
export const classicLatency: LatencyModel = (operation, imageCount) => {
  if (operation === 'listImages') return 0.125 * imageCount;
  if (operation === 'totals') return 0.128 * imageCount;
  return operation === 'removeImage' || operation === 'untagImage' ? 15 : 0.5;
};

/** Docker 28 on the containerd store. Source: ENGINES §6 (measured at 1,000 images on two cores). */
export const containerdLatency: LatencyModel = (operation, imageCount) => {
  if (operation === 'listImages' || operation === 'totals') return 12 * imageCount;
  if (operation === 'inspectImage') return 5 + 0.033 * imageCount;
  if (operation === 'imageHistory') return 5 + 0.015 * imageCount;
  return operation === 'removeImage' || operation === 'untagImage' ? 20 + 0.14 * imageCount : 0.5;
};
