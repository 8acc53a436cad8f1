import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openJournal } from '../../cli/journal.js';
import { InputError } from '../../theory/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'journal-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header = { seed: 1, alpha: 1e-6, claims: ['a', 'b'] };
let files = 0;
function written(...entries: (readonly [string, unknown])[]): string {
  const path = join(folder, `${files++}.jsonl`);
  const journal = openJournal(path, header);
  for (const [key, value] of entries) journal.record(key, value);
  journal.close();
  return path;
}

test('what was recorded is there again, numbers that JSON lacks included', () => {
  const value = { a: -0, b: [Infinity, -Infinity, NaN, 0.1], c: null, d: 'é\n' };
  const journal = openJournal(written(['x', value]), header);
  expect(journal.known).toBe(1);
  const found = journal.get('x');
  expect(found).toStrictEqual(value);
  expect(Object.is((found as typeof value).a, -0)).toBe(true);
  expect(journal.get('y')).toBeUndefined();
});

test('cut at any byte, it holds the whole lines before, and goes on', () => {
  const path = written(['x', 'ü'], ['y', 2]);
  const bytes = readFileSync(path);
  const ends = [...bytes.entries()].flatMap(([i, byte]) => (byte === 10 ? [i + 1] : []));
  for (let size = 0; size <= bytes.length; size++) {
    const cut = `${path}.cut`;
    writeFileSync(cut, bytes);
    truncateSync(cut, size);
    const journal = openJournal(cut, header);
    const whole = ends.filter((end) => end <= size).length;
    expect(journal.known).toBe(Math.max(0, whole - 1));
    journal.record('z', 3);
    journal.close();
    const again = openJournal(cut, header);
    expect([again.known, again.get('z')]).toEqual([Math.max(0, whole - 1) + 1, 3]);
    again.close();
  }
});

test("another run's journal is refused and left alone", () => {
  const path = written(['x', 1]);
  const before = readFileSync(path);
  expect(() => openJournal(path, { ...header, seed: 2 })).toThrow(
    new InputError(`The journal '${path}' belongs to another run: its seed is 1, not 2.`),
  );
  expect(readFileSync(path)).toEqual(before);
});

test.each(['precious\n', 'precious', '{"a": 1}\n', '[]\n', '\n'])(
  '%j is no journal, and left alone',
  (text) => {
    const path = join(folder, `${files++}.txt`);
    writeFileSync(path, text);
    expect(() => openJournal(path, header)).toThrow(/is no journal of this program/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

test('a damaged line in the middle is no journal', () => {
  const path = written(['x', 1]);
  appendFileSync(path, 'garbage\n');
  expect(() => openJournal(path, header)).toThrow(/is no journal/);
});
