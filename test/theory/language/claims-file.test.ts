import { describe, expect, test } from 'vitest';
import { InputError } from '../../../theory/errors.js';
import { claimFile, claimsFileJsonSchema, parseClaimsFile } from '../../../theory/language/claims-file.js';
import { malformedFiles } from './malformed-files.js';

const good = {
  id: 'forward-mean/he.2',
  claim: 'mean(forwardNorm2) = 1 for L in 1..20, d in 1..64',
  title: 'The mean is kept',
  source: 'He et al. 2015',
};
const other = { id: '2nd', claim: 'median(forwardNorm2) <= 1 for L in 1..20, d in 1..64' };

test('the entries of a good file come back as they are', () => {
  expect(parseClaimsFile(JSON.stringify([good, other], null, 2), 'claims.json')).toEqual([good, other]);
});

test('line ends of Windows are white space', () => {
  expect(parseClaimsFile(JSON.stringify([good], null, 2).replaceAll('\n', '\r\n'), 'claims.json')).toEqual([
    good,
  ]);
});

test('a byte order mark at the beginning, as editors of Windows write it, is no part of the file, and moves no line', () => {
  const text = (...entries: object[]) => `\ufeff${JSON.stringify(entries, null, 2).replaceAll('\n', '\r\n')}`;
  expect(parseClaimsFile(text(good, other), 'claims.json')).toEqual([good, other]);
  expect(() => parseClaimsFile(text(good, other, good), 'claims.json')).toThrow(
    "line 12, entry 'forward-mean/he.2': the same id is used on line 2",
  );
});

describe('each malformed file gives one sentence', () => {
  test.each(malformedFiles.map((each, index) => [index + 1, each] as const))('%i', (_, { json, words }) => {
    let message = '';
    try {
      parseClaimsFile(json, 'my claims.json');
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
      message = (error as InputError).message;
    }
    expect(message).toMatch(/^Claims file 'my claims\.json'[\x20-\x7e]+[.?]$/);
    expect(message.length).toBeLessThan(400);
    for (const word of words) expect(message).toContain(word);
  });
});

test('the column of a bad claim is told apart', () => {
  const json = JSON.stringify([{ id: 'a', claim: 'mean(forwardNorm2) = 2L' }]);
  expect(() => parseClaimsFile(json, 'f')).toThrow(expect.objectContaining({ column: 23 }));
});

test("a file's name cannot break the line", () => {
  expect(() => parseClaimsFile('', 'a\nb\u2028c \u03b5.json')).toThrow("'a\\u{a}b\\u{2028}c \u03b5.json'");
});

test('the JSON Schema says the same as the schema', () => {
  const schema = claimsFileJsonSchema() as {
    items: {
      required: string[];
      additionalProperties: boolean;
      properties: Record<string, { pattern?: string }>;
    };
  };
  expect(schema.items.required).toEqual(['id', 'claim']);
  expect(schema.items.additionalProperties).toBe(false);
  expect(Object.keys(schema.items.properties)).toEqual(['id', 'claim', 'title', 'source']);
  const pattern = new RegExp(schema.items.properties.id!.pattern!);
  for (const id of ['a', 'a-b/c.d', '9', 'A', '', '/a', 'a_b', 'a\n']) {
    expect(claimFile.safeParse([{ id, claim: 'x' }]).success).toBe(pattern.test(id));
  }
});
