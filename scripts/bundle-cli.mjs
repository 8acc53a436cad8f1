// Bundles the compiled command line (dist/cli/) into dist/bin/: a few large files, which Node loads in half the time of hundreds of small ones.
// Every thread of a run loads its own.
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = new URL('../dist/', import.meta.url);
const pathOf = (name) => fileURLToPath(new URL(name, root));

/** Where the process and its threads begin. */
const entries = ['main', 'program', 'coordinator', 'worker', 'draw-thread', 'search-thread'];

/** CommonJS in hundreds of files; all else is loaded from where it is installed. */
const inlined = /^(@stdlib|nerdamer)\b/;
/** CommonJS in huge files: Node searches them for names of exports where they are imported, and does not where they are required. */
const required = {
  name: 'required',
  load: {
    filter: { id: /\/node_modules\/nerdamer\/[^/]*$/ },
    handler: (id) =>
      `import { createRequire } from 'node:module';
      export default createRequire(import.meta.url)('nerdamer/${basename(id)}');`,
  },
};

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((name) => [name, pathOf(`cli/${name}.js`)])),
  platform: 'node',
  plugins: [required],
  external: (id, importer, isResolved) =>
    !isResolved && !/^[./]/.test(id) && !inlined.test(id) && !importer?.includes('/node_modules/'),
});
rmSync(pathOf('bin'), { recursive: true, force: true });
const { output } = await bundle.write({
  dir: pathOf('bin'),
  format: 'esm',
  chunkFileNames: 'chunk-[hash].js',
  // Names stay, for stack traces; space and comments are half of the bytes.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  banner: ({ moduleIds }) =>
    moduleIds.some((id) => id.includes('/node_modules/@stdlib/'))
      ? '/* Holds parts of @stdlib (Apache-2.0); its licence is in its packages, which are installed beside this one. */'
      : '',
});
await bundle.close();
// For tests of what a command loads; not packed.
const modules = output.map(({ fileName, moduleIds = [] }) => [
  fileName,
  moduleIds.map((id) => relative(fileURLToPath(new URL('..', root)), id)),
]);
writeFileSync(pathOf('bin/modules.json'), JSON.stringify(Object.fromEntries(modules)));
// As it is: what it is for is to be required.
copyFileSync(pathOf('cli/worker-entry.cjs'), pathOf('bin/worker-entry.cjs'));
