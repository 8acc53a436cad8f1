/** The page as static files, with relative addresses: they work from any folder of any server. */
import { defineConfig, type Plugin } from 'vite';

/** Workers as entries of the page's own build: by itself Vite makes a bundle of each, with its own copy of what all of them need. */
const sharing: Plugin = {
  name: 'workers-share-chunks',
  apply: 'build',
  enforce: 'pre',
  transform(code, id) {
    return code.replace(/new URL\('(\.[^']*-worker\.ts)', import\.meta\.url\)/g, (_, path: string) => {
      const chunk = this.emitFile({ type: 'chunk', id: path, importer: id });
      return `import.meta.ROLLUP_FILE_URL_${chunk}`;
    });
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: './',
  // Figures are drawn on linkedom's document elsewhere; a page has one of its own.
  resolve: { alias: { linkedom: `${import.meta.dirname}/own-document.ts` } },
  plugins: [sharing],
  worker: { format: 'es' },
  build: {
    outDir: '../dist/explorer',
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: false,
    // Served from this machine: more files would cost more than they save.
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { checks: { pluginTimings: false } },
  },
});
