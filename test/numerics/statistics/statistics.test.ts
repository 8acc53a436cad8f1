import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { binomialUpperLimit } from '../../../numerics/statistics/binomial.js';
import { sampleQuantile, summarise } from '../../../numerics/statistics/summary.js';

interface Reference {
  readonly binomial: readonly [n: number, p: [number, number], falseAlarm: number, k: number][];
  readonly summary: { readonly mean: string; readonly deviation: string };
}
const reference: Reference = JSON.parse(
  readFileSync(new URL('../../reference/statistics/statistics.json', import.meta.url), 'utf8'),
);

describe('binomial upper limit', () => {
  test('equals the limit by exact integer arithmetic', () => {
    expect(reference.binomial.length).toBeGreaterThan(150);
    for (const [n, [numerator, denominator], falseAlarm, k] of reference.binomial) {
      expect([
        n,
        numerator / denominator,
        falseAlarm,
        binomialUpperLimit(n, numerator / denominator, falseAlarm),
      ]).toEqual([n, numerator / denominator, falseAlarm, k]);
    }
  });

  test('bad arguments are named', () => {
    expect(() => binomialUpperLimit(-1, 0.5, 0.1)).toThrow(/trials/);
    expect(() => binomialUpperLimit(10, 1.5, 0.1)).toThrow(/probability/);
    expect(() => binomialUpperLimit(10, 0.5, 0)).toThrow(/false-alarm/);
    expect(() => binomialUpperLimit(10, 0.5, Number.NaN)).toThrow(RangeError);
  });
});

describe('summary', () => {
  const values = Float64Array.from({ length: 5000 }, (_, i) => Math.log(1 + ((i * i) % 1009)) - 3);

  test('mean and standard deviation agree with 25-digit values', () => {
    const { mean, standardDeviation } = summarise(values, []);
    expect(Math.abs(mean / Number(reference.summary.mean) - 1)).toBeLessThan(1e-13);
    expect(Math.abs(standardDeviation / Number(reference.summary.deviation) - 1)).toBeLessThan(1e-13);
  });

  test('the standard deviation survives a large offset', () => {
    const offset = Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4);
    expect(summarise(offset, []).standardDeviation).toBeCloseTo(Math.sqrt(5 / 3), 12);
  });

  test('quantiles are inf{x : F_n(x) >= level}, at every level', () => {
    const sorted = Float64Array.of(10, 20, 20, 40);
    for (let level = 0.01; level <= 1; level += 0.01) {
      const direct = [...sorted].find((x) => sorted.filter((y) => y <= x).length / 4 >= level);
      expect(sampleQuantile(sorted, level)).toBe(direct);
    }
    expect(summarise(Float64Array.of(40, 20, 10, 20), [0.25, 0.26, 1]).quantiles).toEqual([
      [0.25, 10],
      [0.26, 20],
      [1, 40],
    ]);
  });

  test('dead nets are counted apart', () => {
    const summary = summarise(Float64Array.of(-Infinity, 1, -Infinity, 3), [0.5], 2);
    expect(summary).toMatchObject({ n: 4, dead: 2, mean: 2, quantiles: [[0.5, 1]] });
    expect(summary.standardDeviation).toBeCloseTo(Math.SQRT2, 14);
    expect(summary.histogram).toEqual({ edges: [1, 2, 3], counts: [1, 1] });
  });

  test('nothing but dead nets, and no nets at all', () => {
    const dead = summarise(Float64Array.of(-Infinity), [0.5]);
    expect(dead).toEqual({
      n: 1,
      dead: 1,
      mean: Number.NaN,
      standardDeviation: Number.NaN,
      quantiles: [],
      histogram: { edges: [], counts: [] },
    });
    expect(summarise(new Float64Array(0), [0.5]).n).toBe(0);
  });

  test('histogram: every sample is in the bin its edges say', () => {
    const { edges, counts } = summarise(values, [], 17).histogram;
    expect(edges).toHaveLength(18);
    for (let bin = 0; bin < 17; bin++) {
      const last = bin === 16;
      const direct = values.filter(
        (x) => x >= edges[bin]! && (last ? x <= edges[bin + 1]! : x < edges[bin + 1]!),
      ).length;
      // A sample within rounding of an edge may fall on either side of it.
      const doubtful = values.filter((x) => edges.some((edge) => Math.abs(x - edge) < 1e-12)).length;
      expect(Math.abs(counts[bin]! - direct)).toBeLessThanOrEqual(doubtful);
    }
    expect(counts.reduce((a, b) => a + b)).toBe(5000);
  });

  test('histogram: Freedman and Diaconis choose 2 IQR / n^(1/3)', () => {
    // 0..999: IQR 500 by x_(750) - x_(250), width 100, range 999: 10 bins.
    const even = Float64Array.from({ length: 1000 }, (_, i) => i);
    expect(summarise(even, []).histogram.counts).toEqual(new Array(10).fill(100));
    expect(summarise(Float64Array.of(5, 5, 5), []).histogram).toEqual({ edges: [5, 5], counts: [3] });
    // An interquartile range of 0 with outliers: the most bins there may be.
    const spiked = new Float64Array(100);
    spiked[99] = 1;
    expect(summarise(spiked, []).histogram.counts).toHaveLength(200);
  });

  test('bad arguments are named', () => {
    expect(() => summarise(Float64Array.of(1, Number.NaN), [])).toThrow(/NaN/);
    expect(() => summarise(Float64Array.of(1, Infinity), [])).toThrow(/Infinity/);
    expect(() => summarise(Float64Array.of(1, 2), [0])).toThrow(/level/);
    expect(() => summarise(Float64Array.of(1, 2), [], 0)).toThrow(/bins/);
    expect(() => sampleQuantile(new Float64Array(0), 0.5)).toThrow(RangeError);
  });
});
