/** Moments as polynomials in 1/d against sums over N with exact fractions (test/reference/verifier/layer.py), and by hand. */
import { expect, test } from 'vitest';
import { momentsOfU, momentsOfW } from '../../verifier/moments.js';
import { atWidth, polynomialText } from '../../verifier/polynomial.js';
import { rationalText } from '../../verifier/rational.js';
import { reference } from './reference.js';

test('every moment to order 26 at widths 1, 2, 3, 5', () => {
  const relu = momentsOfU('relu', 26);
  const linear = momentsOfU('linear', 26);
  const share = momentsOfW(26);
  expect(reference.moments.map(({ d }) => d)).toEqual([1, 2, 3, 5]);
  for (const { d, rows } of reference.moments) {
    rows.forEach((row, k) => {
      const values = [relu, linear, share].map((moments) => rationalText(atWidth(moments[k]!, BigInt(d))));
      expect({ d, k, values }).toEqual({ d, k, values: [row.relu, row.linear, row.share] });
    });
  }
});

// y has the cumulants 5, 44 for relu, 2, 8 for linear nets; a sign 0, -2 beyond its variance 1.
test('the first moments, from cumulants by hand', () => {
  const text = (moments: ReturnType<typeof momentsOfW>) => moments.map(polynomialText);
  expect(text(momentsOfU('relu', 3))).toEqual(['1', '0', '5 x', '44 x^2']);
  expect(text(momentsOfU('linear', 4))).toEqual(['1', '0', '2 x', '8 x^2', '12 x^2 + 48 x^3']);
  expect(text(momentsOfW(4))).toEqual(['1', '0', 'x', '0', '3 x^2 - 2 x^3']);
});

// Degree k - 1 at most and lowest power ceil(k/2) leave unknown coefficients that four widths do not fix; the shape does its part.
test('powers of 1/d run from ceil(k/2) to k - 1', () => {
  for (const moments of [momentsOfU('relu', 26), momentsOfU('linear', 26), momentsOfW(26)]) {
    for (let k = 2; k <= 26; k++) {
      const { num } = moments[k]!;
      expect(num.length).toBeLessThanOrEqual(k);
      expect(num.slice(0, Math.ceil(k / 2)).every((c) => c === 0n)).toBe(true);
    }
  }
});
