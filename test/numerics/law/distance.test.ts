/** The distance of exact laws to normal ones. */
import { describe, expect, test } from 'vitest';
import { beta3, distanceToNormal, ProductLaw } from '../../../numerics/law/index.js';

const he = (width: number, depth: number) =>
  new ProductLaw([{ width, gain: 2, activation: 'relu', count: depth }]);

const ownDistance = (law: ProductLaw, tolerance?: number) =>
  distanceToNormal(law, law.logMean().value, law.logVariance().value, tolerance);

test.each([
  [4, 6, 0.0524, 5e-5],
  [16, 100, 0.00688, 5e-6],
  [64, 64, 0.00307, 5e-6],
  [50, 500, 0.00127, 5e-6],
])('F6: width %d, depth %d is %d away', (width, depth, distance, digits) => {
  const { lower, upper } = ownDistance(he(width, depth));
  // Enclosures of a number that rounds to the one given.
  expect(lower).toBeLessThan(distance + digits);
  expect(upper).toBeGreaterThan(distance - digits);
  expect(upper - lower).toBeLessThanOrEqual(Math.max(1e-6, lower / 1000) + 1e-8);
});

test('a finer tolerance narrows the same enclosure', () => {
  for (const [width, depth] of [
    [1, 1],
    [3, 2],
    [20, 9],
  ] as const) {
    const coarse = ownDistance(he(width, depth), 1e-3);
    const fine = ownDistance(he(width, depth), 1e-7);
    expect(fine.lower).toBeGreaterThanOrEqual(coarse.lower);
    expect(fine.upper).toBeLessThanOrEqual(coarse.upper);
    expect(fine.upper - fine.lower).toBeLessThan(2e-7);
  }
});

describe('one linear layer of width 2 against a normal law, both in closed form', () => {
  const law = new ProductLaw([{ width: 2, gain: 1, activation: 'linear', count: 1 }]);

  test.each([
    [-0.577, 1.645],
    [0, 1],
    [3, 0.01],
    [-40, 2],
  ])('mean %d, variance %d', (mean, variance) => {
    // F(x) = 1 - exp(-e^x); Phi by its series, on a grid fine enough for 1e-6.
    const sd = Math.sqrt(variance);
    const phi = (z: number): number => {
      if (Math.abs(z) > 8) return z > 0 ? 1 : 0;
      let term = z;
      let sum = z;
      for (let k = 1; k < 200; k++) sum += term *= (z * z) / (2 * k + 1);
      return 0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    };
    let largest = 0;
    const look = (x: number) => {
      largest = Math.max(largest, Math.abs(-Math.expm1(-Math.exp(x)) - phi((x - mean) / sd)));
    };
    for (let x = -45; x < 6; x += 1e-3) look(x);
    const { lower, upper } = distanceToNormal(law, mean, variance);
    expect(lower).toBeLessThanOrEqual(largest + 1e-6);
    expect(upper).toBeGreaterThanOrEqual(largest - 1e-12);
    expect(upper - lower).toBeLessThan(2e-3 * largest);
  });
});

test('the Berry-Esseen bound holds (F6)', () => {
  for (const [width, depth] of [
    [1, 1],
    [1, 40],
    [2, 5],
    [8, 8],
    [32, 40],
  ] as const) {
    const law = he(width, depth);
    const b = beta3(law).value;
    const bound = Math.min(0.469 * b, 0.3322 * (b + 0.429), 0.3031 * (b + 0.646)) / Math.sqrt(depth);
    expect(ownDistance(law).upper).toBeLessThan(bound);
  }
});

test('a normal law needs a positive variance', () => {
  expect(() => distanceToNormal(he(3, 3), 0, 0)).toThrow(RangeError);
  expect(() => distanceToNormal(he(3, 3), Number.NaN, 1)).toThrow(RangeError);
});

describe('far-off, very narrow and very wide normal laws', () => {
  const exponential = new ProductLaw([{ width: 2, gain: 1, activation: 'linear', count: 1 }]);
  const cdf = (x: number) => -Math.expm1(-Math.exp(x));

  test.each([
    [1e6, 1],
    [-1e6, 1],
    [1e6, 1e-30],
    [1e300, 1],
    [-1e300, 1e-30],
    [1.7e308, Number.MIN_VALUE],
  ])('mean %d, variance %d: the distance is 1', (mean, variance) => {
    for (const law of [exponential, he(8, 30), he(100_000, 1)]) {
      const { lower, upper } = distanceToNormal(law, mean, variance);
      expect(upper).toBe(1);
      // What lies beyond 6 standard deviations of the exponential's logarithm: P(S < -8.3) < 3e-4.
      expect(lower).toBeGreaterThan(1 - 3e-4);
    }
  });

  test.each([1e-6, 1e-12, 1e-30, 1e-300, Number.MIN_VALUE])(
    'variance %d: a step at the mean m, max(F(m), 1 - F(m)) away',
    (variance) => {
      for (const mean of [-6, -2, -0.3665, 0, 0.7, 1.4]) {
        const { lower, upper } = distanceToNormal(exponential, mean, variance);
        const step = Math.max(cdf(mean), 1 - cdf(mean));
        // F has density at most 1/e; within 10 deviations of m the normal law does all but e^-50 of its rise.
        const doubt = (10 * Math.sqrt(variance)) / Math.E + 1e-15;
        expect(lower).toBeLessThanOrEqual(step + doubt);
        expect(upper).toBeGreaterThanOrEqual(step - doubt);
        expect(upper - lower).toBeLessThan(2e-3);
      }
    },
  );

  test.each([1e12, 1e300, Number.MAX_VALUE])('variance %d: Phi is 1/2 where F rises', (variance) => {
    const { lower, upper } = distanceToNormal(he(8, 30), 0, variance);
    // |x| < 60 where F rises: Phi is within 60/sqrt(2 pi variance) of 1/2 there.
    const doubt = 30 / Math.sqrt(variance) + 1e-9;
    expect(lower).toBeLessThanOrEqual(0.5 + doubt);
    expect(upper).toBeGreaterThanOrEqual(0.5 - doubt);
    expect(upper - lower).toBeLessThan(1e-3 + doubt);
  });

  test('the points compared are bounded in number: no tolerance makes it run on', () => {
    const { lower, upper } = distanceToNormal(exponential, -0.577, 1.645, 0);
    expect(upper).toBeGreaterThan(lower);
    expect(upper - lower).toBeLessThan(1e-3);
  });
});
