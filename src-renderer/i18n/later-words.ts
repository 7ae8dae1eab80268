import { locale } from './locale.svelte.ts';

// A part that is opened later imports this first: whoever waits for the part waits for its words too.
await locale.useLater();
