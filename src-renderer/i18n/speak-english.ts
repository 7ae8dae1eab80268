import { locale } from './locale.svelte.ts';

// What a test needs that reads words: import this first. The window chooses its language in main.ts.
await locale.use('en');
await locale.useLater();
