import { resolve } from 'node:path';

import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;
const at = (path: string): string => resolve(root, path);

// Imports that start with # come from package.json "imports"; Vite, TypeScript and Node resolve them alike.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      rollupOptions: {
        input: {
          electron: at('src-main/shells/electron/main.ts'),
          ballast: at('src-main/shells/cli/main.ts'),
        },
        output: { format: 'es' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { preload: at('src-main/shells/electron/preload.ts') },
        // A sandboxed preload must be CommonJS.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    base: './',
    plugins: [svelte()],
    build: {
      outDir: at('out/renderer'),
      minify: true,
      // Says which chunk imports which: test/support/bundle-size.ts weighs what a first screen loads.
      manifest: true,
      rollupOptions: { input: at('src-renderer/index.html') },
    },
  },
});
