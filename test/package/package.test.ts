/** The tarball: its size, what is in it, and what others' tools say of its entry points. No chance in it. */
import { readFileSync } from 'node:fs';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, describe, expect, test } from 'vitest';
import { newFolder, pack, packageJson, remove } from './packed.js';

const folder = newFolder();
const packed = pack(folder);
afterAll(() => remove(folder));

describe('the tarball', () => {
  test('is below 1.8 MB', () => {
    expect(packed.size).toBeGreaterThan(100_000);
    expect(packed.size).toBeLessThan(1_800_000);
  });

  test('holds what was built, the docs and nothing else', () => {
    const tops = new Set(packed.files.map((path) => path.split('/')[0]));
    expect([...tops].sort()).toEqual(
      [
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist',
        'docs',
        'examples',
        'man',
        // The types of odex, by the name that package.json gives them.
        'numerics',
        'package.json',
      ].sort(),
    );
    const within = new Set(packed.files.flatMap((path) => /^dist\/([^/]+)\//.exec(path)?.[1] ?? []));
    expect([...within].sort()).toEqual(
      ['bin', 'explorer', 'numerics', 'properties', 'theory', 'vitest'].sort(),
    );
    expect(packed.files.filter((path) => /\.tsbuildinfo$|\.test\./.test(path))).toEqual([]);
  });

  test('every file that package.json names is there', () => {
    const named = [
      ...JSON.stringify({ ...packageJson.exports, ...packageJson.imports }).matchAll(/"\.\/([^"]+\.\w+)"/g),
    ];
    const targets = named.map(([, path]) => path!).filter((path) => path !== 'claims-file.schema.json');
    expect(targets).toContain('numerics/escape/odex.d.ts');
    expect(targets.filter((path) => !packed.files.includes(path))).toEqual([]);
  });

  test('is built before it is packed', () => {
    expect(packageJson.scripts.prepack).toBe('npm run --silent build');
  });

  test('runs nothing when it is installed', () => {
    const hooks = [
      'preinstall',
      'install',
      'postinstall',
      'prepare',
      'prepublish',
      'preprepare',
      'postprepare',
    ];
    expect(Object.keys(packageJson.scripts).filter((name) => hooks.includes(name))).toEqual([]);
  });
});

test('publint has nothing to say', async () => {
  const data = readFileSync(packed.tarball);
  const tarball = new Uint8Array(data).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, level: 'warning', strict: true });
  expect(pkg?.name).toBe(packageJson.name);
  expect(messages.map((each) => formatMessage(each, pkg ?? {}))).toEqual([]);
});

test('every entry point has the right types, by nodenext and by bundler resolution', async () => {
  const analysis = await checkPackage(createPackageFromTarballData(readFileSync(packed.tarball)));
  if (analysis.types === false) throw new Error('The package has no types.');
  const entries = Object.keys(packageJson.exports).filter((path) => !path.endsWith('.json'));
  for (const entry of entries) {
    for (const kind of ['node16-esm', 'bundler'] as const) {
      const resolution = analysis.entrypoints[entry]?.resolutions[kind];
      expect(resolution?.resolution?.isTypeScript, `${entry} ${kind}`).toBe(true);
      expect(resolution?.implementationResolution?.fileName, `${entry} ${kind}`).toMatch(/\.js$/);
    }
  }
  // ESM alone: require() is not supported, and resolution before "exports" (node10) knows no subpaths.
  const others = analysis.problems.filter(
    (problem) =>
      !('resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)) &&
      !('resolutionOption' in problem && problem.resolutionOption === 'node10'),
  );
  expect(others).toEqual([]);
});
