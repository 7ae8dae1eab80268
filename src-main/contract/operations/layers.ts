import { type } from '@orpc/contract';

import { endpointInput } from '../inputs.ts';
import { query } from '../procedure.ts';
import type { LayersView } from '../views/layers-view.ts';

/** The layers of an engine. */
export const layers = {
  /** Every layer once. Reads the histories it needs (one per leaf chain), each once in the life of the file. */
  list: query.input(endpointInput).output(type<LayersView>()),
};
