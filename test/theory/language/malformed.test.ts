import { describe, expect, test } from 'vitest';
import { InputError } from '../../../theory/errors.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';
import { malformedClaims, oversized } from './malformed.js';

function errorOf(text: string): InputError {
  try {
    parseClaim(text);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error('It was accepted.');
}

test('there are at least 200 malformed claims, no two alike', () => {
  expect(malformedClaims.length).toBeGreaterThanOrEqual(200);
  expect(new Set(malformedClaims.map((each) => each.text)).size).toBe(malformedClaims.length);
});

describe('each malformed claim gives one sentence that names the column and the word', () => {
  test.each(malformedClaims.map((each, index) => [index + 1, each] as const))(
    '%i',
    (_, { text, column, words }) => {
      const { message, column: found } = errorOf(text);
      expect({ text, message, column: found }).toEqual({ text, message, column });
      expect(message).toMatch(/^Column \d+: [\x20-\x7e]+[.?]$/);
      expect(message.startsWith(`Column ${column}: `)).toBe(true);
      expect(message.length).toBeLessThan(300);
      for (const word of words) expect(message).toContain(word);
    },
  );
});

describe('texts of absurd size give one sentence, not a stack overflow', () => {
  test.each(oversized)('$words', ({ text, words }) => {
    const { message } = errorOf(text);
    expect(message).toMatch(/^[\x20-\x7e]+[.?]$/);
    for (const word of words) expect(message).toContain(word);
  });
});
