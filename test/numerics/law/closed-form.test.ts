/** Laws that have a closed form. */
import digamma from '@stdlib/math-base-special-digamma';
import trigamma from '@stdlib/math-base-special-trigamma';
import { describe, expect, test } from 'vitest';
import { ProductLaw } from '../../../numerics/law/index.js';

const law = (width: number, count: number, activation: 'relu' | 'linear' = 'relu', gain = 2): ProductLaw =>
  new ProductLaw([{ width, gain, activation, count }]);

describe('one linear layer of width 2 is exponential: P(S > x) = exp(-e^x) at gain 1', () => {
  const exponential = law(2, 1, 'linear', 1);

  test.each([-700, -100, -30, -8, -2, 0, 1, 2, 3, 5, 8, 12, 18])('x = %d', (x) => {
    const { value, error } = exponential.logSurvival(x);
    expect(Math.abs(value + Math.exp(x))).toBeLessThanOrEqual(error + 2e-16 * Math.exp(x));
    // Relative error of the probability: 1e-9 down to exp(-1e5), and a rounding of the logarithm beyond.
    expect(error).toBeLessThan(1e-9 + 1e-13 * Math.abs(value));
    const lower = exponential.logCdf(x);
    const above = -Math.exp(x);
    const truth = x > 0 ? Math.log1p(-Math.exp(above)) : Math.log(-Math.expm1(above));
    expect(Math.abs(lower.value - truth)).toBeLessThanOrEqual(lower.error + 4e-16 * Math.abs(truth));
    expect(lower.error).toBeLessThan(2e-9);
  });

  test('quantiles, down to levels of 1e-300', () => {
    for (const p of [1e-300, 1e-40, 1e-9, 0.003, 0.2, 0.5, 0.77, 0.999, 1 - 2 ** -40]) {
      const { value, error } = exponential.quantile(p);
      const truth = Math.log(-Math.log1p(-p));
      expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 3e-16 * Math.abs(truth));
      expect(error).toBeLessThan(1e-10 * Math.max(1, Math.abs(truth)));
    }
  });
});

describe('one relu layer of width 2: P(N = 1) = 2/3, P(N = 2) = 1/3', () => {
  // chi^2_1 has upper tail erfc(sqrt(y/2)); far above the mean its continued fraction does.
  test.each([2.5, 4, 6])('upper tail at x = %d', (x) => {
    const y = Math.exp(x); // sigma^2 = 1
    const two = Math.exp(-y / 2) / 3;
    let fraction = 0;
    for (let k = 200; k >= 1; k--) fraction = k / (Math.sqrt(y) + fraction);
    const one =
      (2 / 3) * Math.SQRT2 * (Math.exp(-y / 2) / Math.sqrt(Math.PI)) * (1 / (Math.sqrt(y) + fraction));
    const { value, error } = law(2, 1).survival(x);
    expect(Math.abs(value / (one + two) - 1)).toBeLessThan(1e-12);
    expect(error / value).toBeLessThan(1e-10);
  });
});

describe('log-moments are those of digamma and trigamma sums (F4)', () => {
  test.each([1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 1000])('relu, width %d', (d) => {
    let weight = 1; // C(d, n) up to a common factor, from n = d downwards
    let total = 0;
    let first = 0;
    let second = 0;
    let within = 0;
    const centre = digamma(d / 4 + 0.25);
    for (let n = d; n >= 1; n--) {
      const psi = digamma(n / 2) - centre;
      total += weight;
      first += weight * psi;
      second += weight * psi * psi;
      within += weight * trigamma(n / 2);
      weight *= n / (d - n + 1);
      if (weight > 1e200) {
        weight *= 1e-200;
        total *= 1e-200;
        first *= 1e-200;
        second *= 1e-200;
        within *= 1e-200;
      }
    }
    const shift = first / total;
    const mean = Math.log(4 / d) + centre + shift;
    const variance = within / total + second / total - shift * shift;
    const found = law(d, 1);
    expect(Math.abs(found.logMean().value - mean)).toBeLessThan(3e-14 + found.logMean().error);
    expect(Math.abs(found.logVariance().value - variance)).toBeLessThan(1e-13 + found.logVariance().error);
    expect(found.logMean().error).toBeLessThan(3e-14);
    expect(found.logVariance().error).toBeLessThan(3e-13);
  });

  test.each([1, 2, 7, 50, 1000, 100000])('linear, width %d', (d) => {
    const found = law(d, 3, 'linear', 1);
    expect(found.logMean().value).toBeCloseTo(3 * (Math.log(2 / d) + digamma(d / 2)), 12);
    expect(found.logVariance().value / (3 * trigamma(d / 2))).toBeCloseTo(1, 12);
  });
});

describe('moments', () => {
  test('E S^r of whole order are polynomials in 1/d (F1, F2)', () => {
    for (const d of [1, 2, 5, 16, 100, 5000]) {
      for (const depth of [1, 7, 300]) {
        // Unconditional: E X = 1 and E X^2 = 1 + 5/d.
        const relu = law(d, depth);
        const alive = relu.logAlive.value;
        expect(Math.abs(relu.logMoment(1).value + alive)).toBeLessThan(relu.logMoment(1).error + 1e-15);
        const second = relu.logMoment(2);
        expect(Math.abs(second.value + alive - depth * Math.log1p(5 / d))).toBeLessThan(
          second.error + 3e-16 * depth,
        );
        expect(second.error).toBeLessThan(5e-14 * depth);
        const linear = law(d, depth, 'linear', 1).logMoment(2);
        expect(Math.abs(linear.value - depth * Math.log1p(2 / d))).toBeLessThan(linear.error + 3e-16 * depth);
      }
    }
  });

  test('F9: d log phi_(1/2)(d) for he, relu', () => {
    for (const [d, value] of [
      [1, -0.57236],
      [2, -0.67859],
      [4, -0.70427],
      [16, -0.64961],
      [256, -0.62647],
    ] as const) {
      const found = law(d, 1);
      expect(d * (found.logMoment(0.5).value + found.logAlive.value)).toBeCloseTo(value, 5);
    }
  });

  test('orders beyond the first pole are refused', () => {
    expect(() => law(8, 2).logMoment(-0.5)).toThrow(RangeError);
    expect(() => law(8, 2).logMoment(Number.NaN)).toThrow(RangeError);
    expect(() => law(8, 2, 'linear').logMoment(-4)).toThrow(RangeError);
    expect(Number.isFinite(law(8, 2, 'linear').logMoment(-3.99).value)).toBe(true);
  });
});
