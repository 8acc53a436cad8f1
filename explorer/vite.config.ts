/** The page as static files, with relative addresses: they work from any folder of any server. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  base: './',
  // Figures are drawn on linkedom's document elsewhere; a page has one of its own.
  resolve: { alias: { linkedom: here('./own-document.ts') } },
  worker: { format: 'es' },
  build: { outDir: here('../dist/explorer'), emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
});
