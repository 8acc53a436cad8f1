/** What makes a journal another run's: everything that may change a verdict, and nothing else. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { CheckOptions } from '../../cli/commands/check.js';
import { difference } from '../../cli/difference.js';
import { fingerprint } from '../../cli/fingerprint.js';
import type { ClaimJob } from '../../properties/job.js';

const built = new URL('../../dist/cli/check-header.js', import.meta.url).href;
const { checkHeader }: typeof import('../../cli/check-header.js') = await import(built);

const folder = mkdtempSync(join(tmpdir(), 'header-'));
afterAll(() => rmSync(folder, { recursive: true }));

const options: CheckOptions = { alpha: 1e-6, budget: 120, seed: 1, workers: 2 };
const job: ClaimJob = { id: 'a', text: 'x', kind: 'claim', alpha: 1e-6, seed: 1, budget: 120 };
const header = checkHeader([job], options);

test.each([
  [[job], { ...options, workers: 7, json: true, resume: 'other' }],
  [[{ ...job }], { ...options }],
])('the same run', (jobs, same) => {
  expect(difference(header, checkHeader(jobs, same))).toBeUndefined();
});

test('claims in another order are the same run', () => {
  const other = { ...job, id: 'b' };
  // A journal compares texts.
  const text = (...jobs: ClaimJob[]) => JSON.stringify(checkHeader(jobs, options));
  expect(text(other, job)).toBe(text(job, other));
});

test.each([
  [[job], { ...options, seed: 2 }, 'its seed is 1, not 2'],
  [[job], { ...options, alpha: 0.1 }, 'its alpha is 0.000001, not 0.1'],
  [[job], { ...options, budget: 1 }, 'its budget is 120, not 1'],
  [[job], { ...options, oracle: 'simulated' as const }, 'its oracle is "by default", not "simulated"'],
  [[{ ...job, text: 'y' }], options, "'a' is not the same in its claims"],
  [[{ ...job, kind: 'closed-form' as const }], options, "'a' is not the same in its claims"],
  [[{ ...job, oracle: 'simulated' as const }], options, "'a' is not the same in its claims"],
  [
    [{ ...job, experiment: { name: 'x', parameters: { d: 2 } } }],
    options,
    "'a' is not the same in its claims",
  ],
  [[job, { ...job, id: 'b' }], options, "its claims do not include 'b', which this run's do"],
  [[{ ...job, id: 'b' }], options, "its claims do not include 'b', which this run's do"],
  [[], options, "its claims include 'a', which this run's do not"],
])('another run %#', (jobs, other, what) => {
  expect(difference(header, checkHeader(jobs, other))).toBe(what);
});

test.each([
  ['version', '0.0.9'],
  ['node', 'v19.0.0'],
  ['code', '0'],
])('another %s', (name, value) => {
  expect(difference({ ...header, [name]: value }, header)).toBe(
    `its ${name} is "${value}", not "${header[name]}"`,
  );
});

test('the code: every file of its parts, by name and content, and the libraries', () => {
  const root = join(folder, 'one', 'dist');
  mkdirSync(join(root, 'theory', 'deep'), { recursive: true });
  writeFileSync(join(folder, 'one', 'package.json'), '{ "version": "1", "dependencies": { "a": "1.0.0" } }');
  writeFileSync(join(root, 'theory', 'a.js'), 'a');
  writeFileSync(join(root, 'theory', 'deep', 'b.cjs'), 'b');
  const after = (change: (folder: string) => void) => {
    const copy = mkdtempSync(join(folder, 'copy-'));
    cpSync(join(folder, 'one'), copy, { recursive: true });
    change(copy);
    return fingerprint(
      pathToFileURL(`${join(copy, 'dist')}/`),
      ['theory'],
      (file) => file === 'theory/skip.js',
    );
  };
  const same = after(() => {});
  expect(same).toMatch(/^[0-9a-f]{16}$/);
  const write = (path: string, text: string) => (copy: string) => writeFileSync(join(copy, path), text);
  expect(after(write('dist/theory/a.d.ts', 'x'))).toBe(same);
  expect(after(write('dist/theory/skip.js', 'x'))).toBe(same);
  expect(after(write('package.json', '{ "version": "2", "dependencies": { "a": "1.0.0" } }'))).toBe(same);
  for (const change of [
    write('dist/theory/a.js', 'A'),
    write('dist/theory/deep/b.cjs', 'B'),
    write('dist/theory/c.js', ''),
    write('package.json', '{ "version": "1", "dependencies": { "a": "1.0.1" } }'),
    (copy: string) => rmSync(join(copy, 'dist/theory/a.js')),
  ])
    expect(after(change)).not.toBe(same);
});
