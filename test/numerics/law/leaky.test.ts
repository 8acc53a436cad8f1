/**
 * Leaky relu's law: against mpmath (moments by 2F1, distribution functions by Gil-Pelaez' integral; test/reference/law/leaky.py), a closed form at width 1, the
 * lattice of examples/leaky-law.ts, which convolves, and the laws that it joins. No chance in it.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { leakyLaw } from '../../../examples/leaky-law.js';
import { type Enclosed, exactLawOf, ProductLaw } from '../../../numerics/law/index.js';
import { tiltLeaky } from '../../../numerics/law/leaky-degrees.js';
import { squareNetwork } from '../../../numerics/network/network.js';
import { normalCdf } from '../../../theory/special/normal.js';

interface Reference {
  readonly slope: string;
  readonly width: number;
  readonly depth: number;
  readonly mean: string;
  readonly variance: string;
  readonly third: string;
  readonly logMoments: Readonly<Record<string, string>>;
  readonly cdf: Readonly<Record<string, string>>;
}

const reference: readonly Reference[] = JSON.parse(
  readFileSync(new URL('../../reference/law/leaky.json', import.meta.url), 'utf8'),
);

const lawOf = (slope: number, width: number, count: number, gain = 2 / (1 + slope * slope)) =>
  new ProductLaw([{ width, gain, activation: 'leaky-relu', slope, count }]);

function contains({ value, error }: Enclosed, truth: number, most: number) {
  // The reference has 15 digits.
  expect(Math.abs(value - truth)).toBeLessThanOrEqual(error + 4e-15 * Math.abs(truth));
  expect(error).toBeLessThan(most);
}

describe('against mpmath', () => {
  test.each(reference.map((each) => [`${each.slope} ${each.width} ${each.depth}`, each] as const))(
    'slope, width, depth %s',
    (_, { slope, width, depth, mean, variance, third, logMoments, cdf }) => {
      const law = lawOf(Number(slope), width, depth);
      contains(law.logMean(), depth * Number(mean), 1e-9);
      contains(law.logVariance(), depth * Number(variance), 1e-8);
      contains(law.thirdCumulant(), depth * Number(third), 1e-6);
      for (const [s, log] of Object.entries(logMoments))
        contains(law.logMoment(Number(s)), depth * Number(log), 1e-8);
      for (const [x, probability] of Object.entries(cdf))
        contains(law.cdf(Number(x)), Number(probability), 1e-8);
    },
  );
});

describe('one unit, one layer: two folded normal laws', () => {
  test.each([0.25, 0.5, 0.9, 3, -0.5])('slope %s', (slope) => {
    const law = lawOf(slope, 1, 1, 2);
    for (const t of [1e-6, 0.01, 0.3, 1, 4, 12]) {
      const part = (scale: number) => 2 * normalCdf(Math.sqrt(t / 2) / scale) - 1;
      const { value, error } = law.cdf(Math.log(t));
      expect(Math.abs(value - (part(1) + part(Math.abs(slope))) / 2)).toBeLessThanOrEqual(error + 1e-15);
      expect(error).toBeLessThan(1e-8);
    }
  });
});

test('every enclosure of the lattice meets that of the law, at other depths and widths', () => {
  for (const [slope, width, depth] of [
    [0.3, 7, 12],
    [0.5, 20, 3],
    [0.8, 2, 5],
  ] as const) {
    const law = lawOf(slope, width, depth, 2);
    for (const level of [0.001, 0.1, 0.5, 0.99]) {
      const found = law.quantile(level);
      const point = (x: number) => ({ lower: x, upper: x });
      const asked = { functional: 'quantile', observable: 'forwardNorm2', alive: false, layers: [] } as const;
      const more = {
        activation: 'leaky-relu',
        init: 'he-normal',
        readout: 'random',
        input: 'dense',
      } as const;
      const numbers = { slope: point(slope), gain: point(2), readoutGain: point(1), target: point(1) };
      const { logLower, logUpper } = leakyLaw.enclose({
        ...asked,
        ...more,
        ...numbers,
        depth,
        width,
        argument: level,
      }) as { logLower: number; logUpper: number };
      expect(found.value + found.error).toBeGreaterThanOrEqual(logLower);
      expect(found.value - found.error).toBeLessThanOrEqual(logUpper);
      expect(logUpper - logLower).toBeLessThan((depth + 3) / 64);
    }
  }
});

describe('the weights', () => {
  test.each([
    [0.25, 3],
    [0.5, 1],
    [0.1, 2],
  ])('p = %s, d = %s: by convolution of one unit, in plain order', (p, d) => {
    // Of one unit: K = 0 with p^(1/2)'s share, else binom(2k, k)/4^k q^k; d of them add up.
    const size = 1500;
    const one = new Float64Array(size);
    let term = Math.sqrt(p) / 2;
    for (let k = 0; k < size; k++) {
      one[k] = term + (k === 0 ? 0.5 : 0);
      term *= ((k + 0.5) / (k + 1)) * (1 - p);
    }
    let all = Float64Array.of(1);
    for (let unit = 0; unit < d; unit++) {
      const next = new Float64Array(size);
      for (let i = 0; i < all.length; i++)
        for (let j = 0; i + j < size; j++) next[i + j]! += all[i]! * one[j]!;
      all = next;
    }
    const { first, weights, weightError, mode, omittedAbove, massAbove } = tiltLeaky(
      { width: d, activation: 'leaky-relu', p },
      0,
    );
    const last = (first - d) / 2 + weights.length - 1;
    for (let k = (first - d) / 2; k <= last; k++) {
      const i = k - (first - d) / 2;
      const { base, perStep, mean } = weightError;
      const bound = 2 ** -53 * (base + perStep * Math.abs(i - (mode - first) / 2)) + mean + 1e-25;
      // Plain sums of up to `size` positive terms, d times.
      expect(Math.abs(weights[i]! - all[k]!)).toBeLessThanOrEqual((bound + d * size * 2 ** -52) * all[k]!);
    }
    // What lies above, with and without growth.
    for (const growth of [1, 1 + p / 4]) {
      let above = 0;
      for (let k = last + 1; k < size; k++) above += all[k]! * growth ** (k - last);
      expect(above).toBeGreaterThan(0);
      expect(massAbove!(growth)).toBeGreaterThanOrEqual(above);
    }
    expect(omittedAbove).toBe(massAbove!(1));
    expect(omittedAbove).toBeLessThan(1e-25);
  });
});

test('a slope a and the slope 1/a with gain times a^2 are one law', () => {
  const [one, other] = [lawOf(0.25, 5, 4, 2 * 16), lawOf(4, 5, 4, 2)];
  const [a, b] = [one.quantile(0.3), other.quantile(0.3)];
  expect(Math.abs(a.value - b.value)).toBeLessThanOrEqual(a.error + b.error);
});

test('slopes 0 and 1 are relu and linear; near 1 the law is near', () => {
  const network = (activation: Parameters<typeof squareNetwork>[2] & object) =>
    squareNetwork(3, 4, activation);
  const median = (slope: number) =>
    exactLawOf(network({ activation: { kind: 'leaky-relu', slope } })).quantile(0.5);
  const relu = exactLawOf(network({})).quantile(0.5);
  const linear = exactLawOf(network({ activation: { kind: 'linear' } })).quantile(0.5);
  expect(median(0).value).toBe(relu.value);
  expect(Math.abs(median(1).value - linear.value)).toBeLessThanOrEqual(median(1).error + linear.error);
  // log(A + a^2 B) moves by at most 2 |log a| a layer.
  const near = median(1 - 1e-6);
  expect(linear.value - near.value).toBeGreaterThan(0);
  expect(linear.value - near.value).toBeLessThan(3 * 2.1e-6);
  expect(exactLawOf(network({ activation: { kind: 'leaky-relu', slope: 0.5 } })).deadProbability.value).toBe(
    0,
  );
});

test('slopes near 0 are out of reach: one sentence', () => {
  expect(() => lawOf(0.001, 8, 2)).toThrow(/slope 0.001 is out of reach at width 8/);
});

test('where the scale is known to fewer digits, a body says so: beside the tail of its own at 7 deviations', () => {
  const law = lawOf(1.0001, 1600, 500);
  const x = law.logMean().value + 7 * law.logSpread;
  const [body, tail] = [law.cdfWithin(8)(x), law.survival(x)];
  expect(Math.abs(1 - body.value - tail.value)).toBeLessThanOrEqual(body.error + tail.error);
});

test('far up, where tilts are large, rows stay within the range of doubles', () => {
  const { value, error } = lawOf(0.5, 2, 1).logSurvival(12);
  // P(A + B/4 > y), y = e^12/0.8, lies between 1/2 P(chi^2_1 > y) and P(chi^2_2 > y) = e^(-y/2).
  const y = Math.exp(12) / 0.8;
  expect(value - error).toBeLessThanOrEqual(-y / 2 + 1e-6);
  expect(value + error).toBeGreaterThanOrEqual(-y / 2 - Math.log(y) / 2 - 2);
});
