/** Moments of a layer against sums over all outcomes of which units are active. No chance in it. */
import Fraction from 'fraction.js';
import { describe, expect, test } from 'vitest';
import { layerMoment } from '../../../theory/law/layer-moment.js';

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

const power = (x: Fraction, n: number) => x.pow(n) as Fraction;

/** E (A + p B)^r, A ~ chi^2_n and B ~ chi^2_(d-n), by the binomial theorem, averaged over all outcomes of n. */
function leakyBySummation(r: number, d: number, p: Fraction): Fraction {
  const chi = (n: number, k: number) =>
    Array.from({ length: k }, (_, i) => n + 2 * i).reduce((product, x) => product.mul(x), new Fraction(1));
  const choose = (n: number, k: number): Fraction =>
    k === 0
      ? new Fraction(1)
      : choose(n - 1, k - 1)
          .mul(n)
          .div(k);
  let total = new Fraction(0);
  for (let n = 0; n <= d; n++)
    for (let k = 0; k <= r; k++)
      total = total.add(
        choose(d, n)
          .mul(choose(r, k))
          .mul(chi(n, r - k))
          .mul(chi(d - n, k))
          .mul(power(p, k)),
      );
  return total.div(2n ** BigInt(d));
}

/** The moment at this width and squared slope. */
const at = (r: number, d: number, p: Fraction) =>
  layerMoment(r).reduce(
    (sum, inP, k) => inP.reduce((s, c, j) => s.add(c.mul(power(p, j)).mul(BigInt(d) ** BigInt(k))), sum),
    new Fraction(0),
  );

describe('moments of a layer', () => {
  test.each([1, 2, 3, 4, 5, 8])('relu: order %i agrees with the sum over all outcomes', (r) => {
    for (const d of [1, 2, 3, 7, 20]) {
      expect(at(r, d, new Fraction(0)).equals(bySummation(r, d))).toBe(true);
    }
  });

  test('linear layers are chi^2_d', () => {
    // E (chi^2_5)^3 = 5 * 7 * 9.
    expect(at(3, 5, new Fraction(1)).equals(315)).toBe(true);
  });

  test.each([1, 2, 3, 5, 8])('leaky: order %i agrees with the sum over all outcomes', (r) => {
    for (const d of [1, 2, 3, 7])
      for (const p of ['1/4', '2/7', '16'].map((text) => new Fraction(text)))
        expect(at(r, d, p).equals(leakyBySummation(r, d, p))).toBe(true);
  });
});
