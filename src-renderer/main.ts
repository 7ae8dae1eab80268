import { mount } from 'svelte';

import { openChannel } from './api/channel.ts';
import { createClient } from './api/client.ts';
import App from './app.svelte';
import { outcomeTitle } from './features/cleanup/outcome-title.ts';
import { languageFor, locale } from './i18n/locale.svelte.ts';
import { AnnouncementsState } from './state/announcements-state.svelte.ts';
import { AppState } from './state/app-state.svelte.ts';
import { EngineState } from './state/engine-state.svelte.ts';
import { ImagesState } from './state/images-state.svelte.ts';
import { JobsState } from './state/jobs-state.svelte.ts';
import './styles/tokens.css';
import './styles/base.css';
import { GridSelection } from './ui/grid-selection.svelte.ts';

const channel = openChannel();
const client = createClient(channel);
const darkness = matchMedia('(prefers-color-scheme: dark)');

const app = new AppState(client, {
  hash: location.hash,
  languages: navigator.languages,
  prefersDark: darkness.matches,
  go: (hash) => (location.hash = hash),
});

addEventListener('hashchange', () => app.followHash(location.hash));
darkness.addEventListener('change', (event) => app.followSystemTheme(event.matches));
channel.watch((state) => (app.connection = state));

const engine = new EngineState(client);
const images = new ImagesState({
  engine,
  showsIntermediates: () => app.settings.showIntermediates,
  selection: new GridSelection(),
  nowMs: () => Date.now(),
});

// The first words on the screen are already in the right language.
await locale.use(languageFor('system', navigator.languages));

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
mount(App, {
  target,
  props: {
    context: {
      client,
      app,
      engine,
      images,
      announcements: new AnnouncementsState(client),
      jobs: new JobsState(client, (job) => app.announce(outcomeTitle(job))),
    },
  },
});
