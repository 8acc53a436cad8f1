/** The page as static files, with relative addresses: they work from any folder of any server. */
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Figures are drawn on linkedom's document elsewhere; a page has one of its own.
  resolve: { alias: { linkedom: `${import.meta.dirname}/own-document.ts` } },
  worker: { format: 'es' },
  build: {
    outDir: '../dist/explorer',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    // Served from this machine: a file more would cost more than it saves.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
