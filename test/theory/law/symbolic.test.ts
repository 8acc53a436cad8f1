import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { enclose } from '../../../theory/expression/enclosure.js';
import { toText } from '../../../theory/expression/text.js';
import { parseClaim } from '../../../theory/language/parse-claim.js';
import { chiSquareMoment, substituteQuantities } from '../../../theory/law/symbolic.js';

/** E[N(N+2)...(N+2r-2)] for N ~ Binomial(d, 1/2), summed over all outcomes. */
function bySummation(r: number, d: number): Fraction {
  let total = new Fraction(0);
  let binomial = new Fraction(1);
  for (let n = 0; n <= d; n++) {
    let product = new Fraction(1);
    for (let i = 0; i < r; i++) product = product.mul(n + 2 * i);
    total = total.add(binomial.mul(product));
    binomial = binomial.mul(d - n).div(n + 1);
  }
  return total.div(2n ** BigInt(d));
}

const at = (coefficients: readonly Fraction[], d: number) =>
  coefficients.reduce((sum, c, k) => sum.add(c.mul(BigInt(d) ** BigInt(k))), new Fraction(0));

describe('moments of chi^2 with a binomial number of degrees of freedom', () => {
  test.each([1, 2, 3, 4, 5, 8])('order %i agrees with the sum over all outcomes', (r) => {
    for (const d of [1, 2, 3, 7, 20]) {
      expect(at(chiSquareMoment(r, 'relu'), d).equals(bySummation(r, d))).toBe(true);
    }
  });

  test('linear layers have N = d', () => {
    // E (chi^2_5)^3 = 5 * 7 * 9.
    expect(at(chiSquareMoment(3, 'linear'), 5).equals(315)).toBe(true);
  });
});

describe('quantities as expressions', () => {
  const left = (text: string) => {
    const claim = parseClaim(`${text} = 1 for L in 1..9, d in 1..9 with init normal(3)`);
    return substituteQuantities(claim.left, claim.settings);
  };
  const value = (text: string, L: number, d: number) => {
    const expression = left(text);
    return expression && (enclose(expression, { L, d }).lower + enclose(expression, { L, d }).upper) / 2;
  };

  test('widths of layers that are there are put for d[l], of none of those that are not', () => {
    const text = (index: string) => {
      const claim = parseClaim(`mean(forwardNorm2) = sum(l, 1, 1, d[${index}]) with widths [3, 5]`);
      return toText(substituteQuantities(claim.right, claim.settings)!);
    };
    expect(['l-1', 'l', 'l+1'].map(text)).toEqual(['0 + 3', '0 + 3', '0 + 5']);
    // Layers -1 and -2, and one beyond the last.
    for (const index of ['l-2', 'l-3', 'l+2']) expect(text(index)).toContain('d[');
  });

  test('moments scale with the gain', () => {
    expect(value('mean(forwardNorm2)', 2, 5)).toBeCloseTo(1.5 ** 2, 12);
    // One layer, d = 1: E (3 w^2)^2 / 2 = 27/2 for a standard normal w.
    expect(value('mean(forwardNorm2^2)', 1, 1)).toBeCloseTo(13.5, 12);
    expect(value('mean(forwardNorm2 | alive)', 1, 1)).toBeCloseTo(3, 12);
  });

  test('gradients: one layer of the gain is the readout, of gain 1', () => {
    // p g_b (p g)^(L-1) with p = 1/2, g = 3; its square for one layer of width 1: E w^4 / 2.
    expect(value('mean(gradientNorm2[1])', 3, 5)).toBeCloseTo(0.5 * 1.5 ** 2, 12);
    expect(value('mean(gradientNorm2[1]^2)', 1, 1)).toBeCloseTo(1.5, 12);
  });

  test('dead nets', () => {
    expect(value('P(forwardNorm2 <= 0)', 2, 1)).toBe(0.75);
  });

  test.each([
    'median(forwardNorm2)',
    'mean(forwardNorm2^(1/2))',
    'P(forwardNorm2 <= 1)',
    'P(forwardNorm2 >= 0)',
    'logMean(forwardNorm2)',
    'mean(hessianNorm2)',
  ])('%s has no elementary form here', (text) => {
    expect(left(text)).toBeUndefined();
  });
});
