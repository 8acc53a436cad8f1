/**
 * Ends of ranges that are no doubles: 0.3 means 3/10 where the claim is decided, though its double lies below. For he nets mean(forwardNorm2) = 1 and
 * P(forwardNorm2 <= 0) = 1/2 at L = d = 1 (F2, F10), so that all truths are known. No chance in it.
 */
import { describe, expect, test } from 'vitest';
import { checkClaim } from '../../properties/check-claim.js';
import { writtenPoint } from '../../properties/written-point.js';
import { formatClaim } from '../../theory/language/format-claim.js';
import { parseClaim } from '../../theory/language/parse-claim.js';

const leaky = 'with activation leaky-relu(a - 3/10)';

test.each([
  // Ties at the end, whose double lies outside: by 0.3, 0.7 below, and by 0.1, 1/3 above and below.
  ['mean(forwardNorm2) <= a*10/3 for L = 1, d = 2, a in 0.3..1', 'verified'],
  ['mean(forwardNorm2) <= a*10/7 for L = 1, d = 2, a in 0.7..1', 'verified'],
  ['mean(forwardNorm2) >= a*10 for L = 1, d = 2, a in 0..0.1', 'verified'],
  ['mean(forwardNorm2) >= a*3 for L = 1, d = 2, a in 0..1/3', 'verified'],
  ['P(forwardNorm2 <= 0) <= a*5/3 for L = 1, d = 1, a in 0.3..1', 'verified'],
  ['mean(forwardNorm2) = a*10 for L = 1, d = 2, a = 1/10', 'proved'],
  ['mean(forwardNorm2) = a*3 for L = 1, d = 2, a = 1/3', 'proved'],
  // The slope is 0 at the end as it is written: nets die there, half of them.
  [`P(forwardNorm2 <= 0) <= 1/2 for L = 1, d = 1, a in 0.3..1 ${leaky}`, 'verified'],
  // The condition speaks of the name: its double, just above 1/10, is what is meant, by algebra too.
  ['mean(forwardNorm2) = a*10 for L = 1, d = 2, a = 0.1 where a > 0', 'refuted'],
  // False neighbours: beside a tie by less than doubles see, and at numbers that only look like the end.
  ['mean(forwardNorm2) <= a*10/3 - 1e-18 for L = 1, d = 2, a in 0.3..1', 'refuted'],
  ['mean(forwardNorm2) >= a*10 + 1e-18 for L = 1, d = 2, a in 0..0.1', 'refuted'],
  ['mean(forwardNorm2) <= a*10/3 for L = 1, d = 2, a in 0.29999999999999998..1', 'refuted'],
  ['mean(forwardNorm2) = a*10 for L = 1, d = 2, a = 1/10 + 1e-18', 'refuted'],
  ['mean(forwardNorm2) = a*3 for L = 1, d = 2, a = 0.3333333333333333', 'refuted'],
  [`P(forwardNorm2 <= 0) <= 1/4 for L = 1, d = 1, a in 0.3..1 ${leaky}`, 'refuted'],
])('%s: %s', async (text, verdict) => {
  expect((await checkClaim(text, { budget: 5 })).verdict).toBe(verdict);
});

describe('the point that is meant', () => {
  test('is the double where that is what is written, inside of the range, and where the condition speaks of the name', () => {
    const claim = parseClaim('mean(forwardNorm2) <= 1 for L = 1, d = 2, a in 0.3..1, b in 0.5..2^-20 + 1');
    expect(writtenPoint(claim, { L: 1, d: 2, a: 0.31, b: 0.5 })).toBe(undefined);
    expect(writtenPoint(claim, { L: 1, d: 2, a: 1, b: 1 })).toBe(undefined);
    expect(writtenPoint(claim, { L: 1, d: 2, a: 0.3, b: 0.5 })?.a).toMatchObject({ n: 3n, d: 10n });
    const limited = parseClaim('mean(forwardNorm2) <= 1 for L = 1, d = 2, a in 0.3..1 where a < 0.9');
    expect(writtenPoint(limited, { L: 1, d: 2, a: 0.3 })).toBe(undefined);
  });

  test('does not follow ends that are moved', () => {
    const claim = parseClaim('mean(forwardNorm2) <= 1 for L = 1, d = 2, a in 0.3..1');
    const moved = { ...claim, ranges: claim.ranges.map((range) => ({ ...range, from: 0.7 })) };
    expect(writtenPoint(moved, { L: 1, d: 2, a: 0.7 })).toBe(undefined);
  });
});

test.each([
  ['a in 0.3..1/3', 'a in 0.3..1/3'],
  ['a in -1/3..1e-7', 'a in -1/3..1e-7'],
  ['a = 1/10', 'a = 0.1'],
  ['a = 2/6', 'a = 1/3'],
  // No double quotient is this near: the decimal stands for it.
  ['a = 0.1 + 1e-30', 'a = 0.1'],
])('%s is written %s', (range, written) => {
  const text = formatClaim(parseClaim(`mean(forwardNorm2) <= 1 for L = 1, d = 2, ${range}`));
  expect(text).toBe(`mean(forwardNorm2) <= 1 for L = 1, d = 2, ${written}`);
  expect(formatClaim(parseClaim(text))).toBe(text);
});
