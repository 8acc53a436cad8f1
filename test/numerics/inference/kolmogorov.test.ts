import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkpoints, confidenceSequence } from '../../../numerics/inference/checkpoints.js';
import {
  kolmogorovDistance,
  kolmogorovRadius,
  lawDistanceInterval,
  searchLawDistance,
} from '../../../numerics/inference/kolmogorov.js';
import { binomialUpperLimit } from '../../../numerics/statistics/binomial.js';
import { source } from './random.js';

const reference: { readonly kolmogorov: readonly [n: number, alpha: number, radius: number][] } = JSON.parse(
  readFileSync(new URL('../../reference/statistics/statistics.json', import.meta.url), 'utf8'),
);

const uniformCdf = (x: number): number => Math.min(1, Math.max(0, x));

test('the radius covers the exact distribution of D_n, and for large n equals it', () => {
  expect(reference.kolmogorov.length).toBe(45);
  for (const [n, alpha, exact] of reference.kolmogorov) {
    expect(kolmogorovRadius(n, alpha)).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
    // 2 exp(-2 n r^2) is the first term of an alternating series; at alpha = 0.5 the second still shows.
    if (n === 10_000) expect(kolmogorovRadius(n, alpha) / exact).toBeLessThan(alpha === 0.5 ? 1.01 : 1.005);
  }
});

describe('the distance', () => {
  test('equals a search over a fine grid and both sides of every sample', () => {
    const random = source(3);
    for (let trial = 0; trial < 200; trial++) {
      const n = 1 + Math.floor(random.uniform() * 12);
      // Rounded, so that there are ties; some outside the law's support.
      const sorted = Float64Array.from(
        { length: n },
        () => Math.round(random.uniform() * 12 - 1) / 10,
      ).sort();
      const empirical = (x: number): number => sorted.filter((s) => s <= x).length / n;
      let direct = 0;
      const places = [...sorted]
        .flatMap((x) => [x, x - 1e-13])
        .concat(Array.from({ length: 400 }, (_, i) => i / 300 - 0.2));
      for (const x of places) direct = Math.max(direct, Math.abs(empirical(x) - uniformCdf(x)));
      expect(kolmogorovDistance(sorted, sorted.map(uniformCdf))).toBeCloseTo(direct, 11);
    }
  });

  test('closed cases', () => {
    expect(kolmogorovDistance(Float64Array.of(0.3), Float64Array.of(0.3))).toBeCloseTo(0.7, 15);
    expect(kolmogorovDistance(Float64Array.of(0.8), Float64Array.of(0.8))).toBeCloseTo(0.8, 15);
    const middles = Float64Array.from({ length: 10 }, (_, i) => (i + 0.5) / 10);
    expect(kolmogorovDistance(middles, middles)).toBeCloseTo(0.05, 15);
    expect(kolmogorovDistance(new Float64Array(0), new Float64Array(0))).toBe(1);
    const ties = new Float64Array(4).fill(0.5);
    expect(kolmogorovDistance(ties, ties)).toBe(0.5);
  });
});

describe('the enclosure of the distance between laws, at all checkpoints together', () => {
  // False alarm: P(Bin(1000, 0.05) > limit) <= 1e-9.
  const runs = 1000;
  const limit = binomialUpperLimit(runs, 0.05, 1e-9);

  function misses(draw: () => number, distance: number, last: number): number {
    let missed = 0;
    for (let run = 0; run < runs; run++) {
      const sequence = confidenceSequence(
        checkpoints(10, 1.7),
        0.05,
        { lower: 0, upper: 1 },
        (samples, alpha) => {
          const sorted = samples.slice().sort();
          return lawDistanceInterval(sorted, sorted.map(uniformCdf), 1e-15, alpha);
        },
      );
      const samples = new Float64Array(last);
      for (let i = 0; i < last; i++) samples[i] = draw();
      while (sequence.nextSize <= last) sequence.observe(samples.subarray(0, sequence.nextSize));
      const { lower, upper } = sequence.interval;
      if (!(lower <= distance + 1e-12 && distance - 1e-12 <= upper)) missed += 1;
    }
    return missed;
  }

  test('the same law: distance 0', () => {
    const random = source(41);
    expect(misses(() => random.uniform(), 0, 1000)).toBeLessThanOrEqual(limit);
  });

  test('another law: the square of a uniform, sup |sqrt x - x| = 1/4', () => {
    const random = source(42);
    expect(misses(() => random.uniform() ** 2, 0.25, 1000)).toBeLessThanOrEqual(limit);
  });

  test('a law with atoms: a fair coin on 0 and 1, distance 1/2', () => {
    const random = source(43);
    expect(misses(() => (random.uniform() < 0.5 ? 0 : 1), 0.5, 500)).toBeLessThanOrEqual(limit);
  });

  test('power: 1e5 samples at alpha = 1e-9 tell a distance of 1/4 to +-0.011', () => {
    // False alarm: 2 exp(-2 * 1e5 * (0.022 - 0.0104)^2) < 1e-11.
    const random = source(44);
    const sorted = Float64Array.from({ length: 100_000 }, () => random.uniform() ** 2).sort();
    const { lower, upper } = lawDistanceInterval(sorted, sorted, 0, 1e-9);
    expect(lower).toBeGreaterThan(0.25 - 0.022);
    expect(upper).toBeLessThan(0.25 + 0.022);
    expect(upper - lower).toBeLessThan(0.022);
  });
});

test('an error of the values widens the enclosure by as much', () => {
  const sorted = Float64Array.from({ length: 100 }, (_, i) => (i + 0.5) / 100);
  const plain = lawDistanceInterval(sorted, sorted, 0, 0.01);
  const doubtful = lawDistanceInterval(sorted, sorted, 0.01, 0.01);
  expect(doubtful.upper - plain.upper).toBeCloseTo(0.01, 14);
  expect(lawDistanceInterval(new Float64Array(0), new Float64Array(0), 0, 0.1)).toEqual({
    lower: 0,
    upper: 1,
  });
});

describe('the search for the distance', () => {
  const samplesOf = (n: number, seed: number, power: number): Float64Array => {
    const random = source(seed);
    // Some equal, some where G is 0 or 1.
    const draw = () => Math.round(random.uniform() ** power * 1000) / 900 - 0.05;
    return Float64Array.from({ length: n }, draw).sort();
  };

  test('gives what all values give', () => {
    for (const n of [1, 2, 3, 10, 500]) {
      for (let seed = 1; seed <= 40; seed++) {
        const sorted = samplesOf(n, seed, seed % 3 === 0 ? 2 : 1);
        const error = seed % 2 === 0 ? 0 : 1e-3;
        const all = lawDistanceInterval(sorted, sorted.map(uniformCdf), error, 0.01);
        const found = searchLawDistance(sorted, (x) => ({ value: uniformCdf(x), error }), 0.01);
        expect(found).toEqual(all);
      }
    }
  });

  test('takes few of them, and the largest of their errors counts', () => {
    const n = 100_000;
    const random = source(45);
    const sorted = Float64Array.from({ length: n }, () => random.uniform()).sort();
    let taken = 0;
    const cdf = (value: number) => {
      taken += 1;
      return { value, error: value === sorted[0] ? 0.25 : 0 };
    };
    const { lower, upper } = searchLawDistance(sorted, cdf, 0.01);
    // Of the law itself sqrt(n) times the distance is below 0.4 with a probability below 0.003, above 3 below 1e-7; this seed's is in between.
    expect(taken).toBeLessThan(n / 10);
    const distance = kolmogorovDistance(sorted, sorted);
    expect(upper).toBeCloseTo(distance + 0.25 + kolmogorovRadius(n, 0.01), 12);
    expect(lower).toBe(0);
  });

  test('values that stray within their errors, which may make them fall, are taken', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const sorted = samplesOf(200, seed, 1);
      const random = source(100 + seed);
      const cdf = (x: number) => {
        const error = 0.02 * random.uniform();
        return { value: uniformCdf(x) + error * (2 * random.uniform() - 1), error };
      };
      const { lower, upper } = searchLawDistance(sorted, cdf, 0.01);
      const [distance, radius] = [
        kolmogorovDistance(sorted, sorted.map(uniformCdf)),
        kolmogorovRadius(200, 0.01),
      ];
      expect(lower).toBeLessThanOrEqual(Math.max(0, distance - radius));
      expect(upper).toBeGreaterThanOrEqual(Math.min(1, distance + radius));
      expect(upper - lower).toBeLessThan(2 * radius + 0.04 + 1e-9);
    }
  });

  test('values that fall, or leave [0, 1], are refused', () => {
    const sorted = Float64Array.of(1, 2, 3);
    const falling = (x: number) => ({ value: 1 - x / 4, error: 0 });
    expect(() => searchLawDistance(sorted, falling, 0.1)).toThrow(/ascend/);
    expect(() => searchLawDistance(sorted, () => ({ value: 1.5, error: 0 }), 0.1)).toThrow(/\[0, 1\]/);
    expect(() => searchLawDistance(sorted, () => ({ value: Number.NaN, error: 0 }), 0.1)).toThrow(RangeError);
    expect(() => searchLawDistance(Float64Array.of(2, 1), falling, 0.1)).toThrow(/ascending/);
    expect(searchLawDistance(new Float64Array(0), falling, 0.1)).toEqual({ lower: 0, upper: 1 });
  });
});

test('bad arguments are named', () => {
  expect(() => kolmogorovRadius(0, 0.1)).toThrow(/samples/);
  expect(() => kolmogorovRadius(10, 0)).toThrow(/alpha/);
  expect(() => kolmogorovDistance(Float64Array.of(1, 2), Float64Array.of(0.1))).toThrow(/each of the 2/);
  expect(() => kolmogorovDistance(Float64Array.of(1, 2), Float64Array.of(0.2, 0.1))).toThrow(/ascend/);
  expect(() => kolmogorovDistance(Float64Array.of(1, 2), Float64Array.of(0.2, 1.1))).toThrow(/\[0, 1\]/);
  expect(() => kolmogorovDistance(Float64Array.of(1), Float64Array.of(Number.NaN))).toThrow(RangeError);
  expect(() => kolmogorovDistance(Float64Array.of(2, 1), Float64Array.of(0.1, 0.2))).toThrow(/ascending/);
  expect(() => lawDistanceInterval(Float64Array.of(1), Float64Array.of(0.5), -1, 0.1)).toThrow(/tolerance/);
});
