import { createContext } from 'svelte';

import type { BallastClient } from '../api/client.ts';
import type { AnnouncementsState } from './announcements-state.svelte.ts';
import type { AppState } from './app-state.svelte.ts';
import type { EngineState } from './engine-state.svelte.ts';
import type { ImagesState } from './images-state.svelte.ts';
import type { JobsState } from './jobs-state.svelte.ts';

/** What every screen may read. */
export interface AppContext {
  readonly client: BallastClient;
  readonly app: AppState;
  readonly engine: EngineState;
  readonly jobs: JobsState;
  /** What is about to run by itself: shown above every screen. */
  readonly announcements: AnnouncementsState;
  /** Outlives the screen: filter, order and ticks are still there when a person comes back. */
  readonly images: ImagesState;
}

export const [useApp, provideApp] = createContext<AppContext>();
