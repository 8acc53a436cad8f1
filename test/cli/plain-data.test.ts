import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse, stringify } from '../../cli/plain-data.js';

/** Exact for each value: no chance of a false alarm. */
test('what is written is read again, whatever JSON makes of it', () => {
  const names = fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'constructor'));
  const data = fc.anything({ key: names, withNullPrototype: false, withObjectString: false });
  fc.assert(
    fc.property(data, (value) => {
      // toStrictEqual takes a property called constructor for the real one.
      expect(isDeepStrictEqual(parse(stringify({ value })), { value })).toBe(true);
    }),
    { seed: 1, numRuns: 2000 },
  );
});

test.each([
  [-0],
  [[NaN, Infinity, -Infinity]],
  [{ a: undefined, b: [undefined] }],
  [{ $: 'undefined' }],
  [{ $: { $: [] } }],
  [{ $: [['a', NaN]], b: -0 }],
  ['\ud800 \n é'],
])('%j', (value) => {
  expect(parse(stringify({ value }))).toStrictEqual({ value });
});

test('no JSON is undefined', () => {
  for (const text of ['', '{', '{"a":1} x', 'undefined']) expect(parse(text)).toBeUndefined();
});
