import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../../theory');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => join(root, file));

/** What a module imports at run time. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*from\s+)?'([^']+)'/gm)].map(
    ([, path]) => path!,
  );
}

function reaches(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const path of importsOf(file)) {
    const target = join(dirname(file), path.replace(/\.js$/, '.ts'));
    if (path.startsWith('.') && files.includes(target)) reaches(target, seen);
  }
  return seen;
}

const owner = join(root, 'algebra/nerdamer.ts');

test('one module imports nerdamer', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((file) => importsOf(file).some((path) => path.startsWith('nerdamer')))).toEqual([
    owner,
  ]);
});

test('nothing outside theory/algebra loads nerdamer with it, the series included', () => {
  const others = files.filter((file) => dirname(file) !== join(root, 'algebra'));
  expect(others.filter((file) => reaches(file).has(owner))).toEqual([]);
  expect(reaches(join(root, 'algebra/rational.ts')).has(owner)).toBe(false);
  expect(reaches(join(root, 'algebra/prove.ts')).has(owner)).toBe(true);
});
