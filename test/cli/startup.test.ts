/** --version and --help are there at once: they load neither the algebra nor the numerics. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { moduleFile, runMain } from './spawn.js';

/** Names every file that the program loads on standard error. */
const hooks = pathToFileURL(
  moduleFile(`
    import { writeSync } from 'node:fs';
    export async function resolve(specifier, context, next) {
      const found = await next(specifier, context);
      writeSync(2, found.url + '\\n');
      return found;
    }`),
).href;
const preload = `import { register } from 'node:module'; register(${JSON.stringify(hooks)});`;

const loadedBy = (...args: string[]) => {
  const { status, stdout, stderr } = runMain(args, { preload });
  expect({ status, empty: stdout === '' }).toEqual({ status: 0, empty: false });
  const urls = stderr.split('\n').filter((url) => !url.startsWith('node:'));
  return [...urls, ...urls.filter((url) => url.includes('/dist/bin/')).flatMap(bundledIn)];
};

const modules: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('../../dist/bin/modules.json', import.meta.url), 'utf8'),
);

/** The modules that a bundled file is made of; one that is copied as it is has none. */
const bundledIn = (url: string) => modules[url.split('/').at(-1)!] ?? [];

// What a check takes where nothing else is said is in properties/replay.ts, which loads nothing.
const heavy =
  /\/(numerics|properties\/(?!replay\.js)|verifier|expression|language|catalogue|nerdamer|piscina|zod|log-update)\//;

test.each([
  [['--version']],
  [['--help']],
  [['check', '--help']],
  [['law', '--help']],
  [['spectrum', '--help']],
  [['race', '--help']],
  [['mutants', '--help']],
  [['verify-certificate', '--help']],
  [['sharpen', '--help']],
  [['domain', '--help']],
  [['doctor', '--help']],
  [['completion', '--help']],
  [['explore', '--help']],
])('%j', (args) => {
  const loaded = loadedBy(...args);
  expect(loaded.some((url) => url.endsWith('/cli/program.js'))).toBe(true);
  expect(loaded.filter((url) => heavy.test(url))).toEqual([]);
});

test('a command loads what it needs', () => {
  const loaded = loadedBy('law', '--depth', '2', '--width', '2');
  expect(loaded.some((url) => url.includes('/numerics/'))).toBe(true);
  expect(loaded.filter((url) => /nerdamer|piscina/.test(url))).toEqual([]);
});
