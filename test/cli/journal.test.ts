import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
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
  // From where on it is known to be a journal; an empty file is one, too.
  const known = bytes.indexOf('vanishing-curvature journal 1') + 'vanishing-curvature journal 1'.length;
  for (let size = 0; size <= bytes.length; size++) {
    const cut = `${path}.cut`;
    writeFileSync(cut, bytes);
    truncateSync(cut, size);
    if (size > 0 && size < known) {
      expect(() => openJournal(cut, header)).toThrow(/is no journal of this program/);
      expect(readFileSync(cut)).toEqual(bytes.subarray(0, size));
      continue;
    }
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

test.each(['precious\n', 'precious', '{', '{"crc":"', '{"a": 1}\n', '[]\n', '\n'])(
  '%j is no journal, and left alone',
  (text) => {
    const path = join(folder, `${files++}.txt`);
    writeFileSync(path, text);
    expect(() => openJournal(path, header)).toThrow(/is no journal of this program/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  },
);

describe('damage', () => {
  test.each([
    ['a line of something else', (text: string) => `${text}garbage\n`],
    ['a digit of a number', (text: string) => text.replace('"value":17', '"value":18')],
    ['a letter of a key', (text: string) => text.replace('"key":"x"', '"key":"z"')],
    ['a line less its newline', (text: string) => text.replace(/\n(?=.*"x")/, '')],
    [
      'a long stretch of something else',
      (text: string) => text.replace(/(?=.*"y")/, `${'x'.repeat(2 ** 21)}\n`),
    ],
    ['zeros in the middle', (text: string) => text.replace('"value":17}\n', `\0\0\0\n`)],
    ['a digit of the header', (text: string) => text.replace('"seed":1', '"seed":2')],
  ])('%s: refused, and left alone', (_name, change) => {
    const path = written(['x', 17], ['y', 17]);
    const text = change(readFileSync(path, 'utf8'));
    writeFileSync(path, text);
    expect(() => openJournal(path, header)).toThrow(InputError);
    expect(() => openJournal(path, header)).toThrow(/is damaged: cut the file off before it|is no journal/);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('the line is named', () => {
    const path = written(['x', 1], ['y', 2]);
    appendFileSync(path, 'garbage\n');
    expect(() => openJournal(path, header)).toThrow(
      `Line 4 of the journal '${path}' is damaged: cut the file off before it to go on from there, or name a new file.`,
    );
  });

  test('zeros after the last line, as a power cut may leave them, are dropped', () => {
    const path = written(['x', 1]);
    appendFileSync(path, '\0'.repeat(5000));
    const journal = openJournal(path, header);
    journal.record('y', 2);
    journal.close();
    const again = openJournal(path, header);
    expect([again.known, again.get('y')]).toEqual([2, 2]);
    again.close();
  });
});

test('longer than a piece that is read at once, lines across their borders', () => {
  const values = Array.from({ length: 40 }, (_, i) => 'é'.repeat(30_000 + i));
  const path = written(...values.map((value, i) => [`k${i}`, value] as const));
  expect(statSync(path).size).toBeGreaterThan(2 * 2 ** 20);
  const journal = openJournal(path, header);
  expect(values.map((_, i) => journal.get(`k${i}`))).toEqual(values);
  journal.close();
});

test('a large file of another kind is not read on', () => {
  const path = join(folder, 'large');
  writeFileSync(path, '');
  truncateSync(path, 2 ** 36);
  const start = performance.now();
  expect(() => openJournal(path, header)).toThrow(/is no journal/);
  expect(performance.now() - start).toBeLessThan(10_000);
});
