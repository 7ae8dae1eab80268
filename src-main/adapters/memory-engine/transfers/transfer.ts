import type { TransferSteps } from '../call-gate.ts';
import type { TransferProgress } from '../../../ports/engine/engine-transfers.ts';

/** How a transfer goes on. */
export interface Transfer extends TransferSteps {
  readonly onProgress: (progress: TransferProgress) => void;
}
