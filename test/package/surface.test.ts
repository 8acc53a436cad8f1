/** The entry points as built: every public name is documented, and what browsers may load needs nothing of Node. No chance in it. */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';
import { apiPage, entryPoints, publicNames } from '../../scripts/public-names.mjs';
import { packageJson, root } from './packed.js';

describe('public names', () => {
  test.each(entryPoints(packageJson))('$path: each has a docstring', ({ types }) => {
    const names = publicNames(join(root, types));
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter(({ doc }) => (doc ?? '').length < 3).map(({ name }) => name)).toEqual([]);
  });

  test('docs/api.md is what `npm run api` writes', () => {
    expect(readFileSync(join(root, 'docs/api.md'), 'utf8')).toBe(apiPage(packageJson, root));
  });
});

const browserEntries = ['.', './theory', './numerics', './properties'] as const;

function fileOf(entry: string): string {
  const target = packageJson.exports[entry];
  if (typeof target !== 'object') throw new Error(`There is no entry point ${entry}.`);
  return join(root, target.default);
}

/** All files of ours, and names of other packages, that a file reaches by static or dynamic imports. */
function reached(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, fixed, dynamic] of text.matchAll(
      /^(?:import|export)\s(?:[^;'"=]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
    )) {
      const name = fixed ?? dynamic!;
      if (name.startsWith('.')) visit(resolve(dirname(file), name));
      else packages.add(name);
    }
  };
  visit(fileOf(entry));
  return { files, packages };
}

describe('for browsers', () => {
  test.each(browserEntries)('%s reaches no module of Node, and nothing of the command line', (entry) => {
    const { files, packages } = reached(entry);
    expect(files.size).toBeGreaterThan(5);
    const builtin = new Set(builtinModules);
    expect([...packages].filter((name) => name.startsWith('node:') || builtin.has(name))).toEqual([]);
    const folders = [...files].map((file) => relative(join(root, 'dist'), file).split('/')[0]!);
    expect(
      [...new Set(folders)].filter((each) => ['cli', 'report', 'study', 'vitest'].includes(each)),
    ).toEqual([]);
  });

  test('each package that is reached is declared', () => {
    const declared = Object.keys(packageJson.dependencies);
    const names = browserEntries.flatMap((entry) => [...reached(entry).packages]);
    const undeclared = names.filter(
      (name) => name !== '#odex' && !declared.some((each) => name === each || name.startsWith(`${each}/`)),
    );
    expect(undeclared).toEqual([]);
  });

  test('bundled with all dependencies, claims are decided where there is nothing but the language and timers', async () => {
    const code = await bundle(`
      import { checkClaim } from '${fileOf('.')}';
      import { exactLawOf, squareNetwork } from '${fileOf('./numerics')}';
      globalThis.answer = Promise.all([
        checkClaim('mean(forwardNorm2) = 1 for L in 1..9, d in 2..9'),
        checkClaim('mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..9, d in 1..9'),
        checkClaim('median(forwardNorm2) <= 1 for L in 2..3, d in 4..5 with init he-uniform'),
      ]).then((verdicts) => JSON.stringify(verdicts.map(({ verdict }) => verdict).concat(exactLawOf(squareNetwork(3, 4)).logMean().value)));
    `);
    const context = createContext({ setTimeout, clearTimeout });
    runInContext(code, context);
    const [proved, refuted, supported, logMean] = JSON.parse(
      await runInContext('globalThis.answer', context),
    );
    expect([proved, refuted, supported]).toEqual(['proved', 'refuted', 'supported']);
    // F4 by hand at d = 4: log(1/2) + sum of C(4,n)/15 (digamma(n/2) + log 2) over n = 1..4, then times 3.
    expect(logMean).toBeCloseTo(3 * meanOfFour, 12);
  });

  test('what is not used is shaken off', async () => {
    const whole = (await bundle(`import * as all from '${fileOf('./theory')}'; globalThis.all = all;`))
      .length;
    const error = await bundle(`import { InputError } from '${fileOf('.')}'; globalThis.all = InputError;`);
    expect(whole).toBeGreaterThan(100_000);
    expect(error.length).toBeLessThan(2000);
    const law = await bundle(
      `import { exactLawOf } from '${fileOf('./numerics')}'; globalThis.all = exactLawOf;`,
    );
    expect(law.length).toBeLessThan(whole / 2);
  });
});

/** digamma(1/2) = -gamma - 2 log 2, digamma(1) = -gamma, digamma(x+1) = digamma(x) + 1/x. */
const gamma = 0.5772156649015329;
const digammas = [-gamma - 2 * Math.LN2, -gamma, 2 - gamma - 2 * Math.LN2, 1 - gamma];
const meanOfFour =
  // 2 sigma^2 = 4/d = 1 at d = 4, so that log X given N = n has the mean digamma(n/2).
  [4, 6, 4, 1].reduce((sum, count, i) => sum + (count / 15) * digammas[i]!, 0);

/** One classic script with everything that these lines import. */
async function bundle(lines: string): Promise<string> {
  const id = '\0consumer';
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'consumer',
        resolveId: (source) => (source === 'consumer' ? id : null),
        load: (each) => (each === id ? lines : null),
      },
    ],
    build: {
      write: false,
      minify: true,
      rollupOptions: { input: 'consumer', output: { format: 'iife' }, treeshake: true },
    },
  });
  const [first] = Array.isArray(result) ? result : [result];
  if (first === undefined || !('output' in first)) throw new Error('Nothing was bundled.');
  return first.output[0].code;
}
