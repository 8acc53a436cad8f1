import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  bernoulliAcceptedCounts,
  bernoulliInterval,
  bernoulliLogEvidence,
  bernoulliTrialsNeeded,
} from '../../../numerics/inference/bernoulli.js';

interface Reference {
  readonly evidence: readonly [successes: number, n: number, p: number, value: string][];
  readonly interval: readonly [successes: number, n: number, alpha: number, lower: string, upper: string][];
}
const reference: Reference = JSON.parse(
  readFileSync(new URL('../../reference/inference/bernoulli.json', import.meta.url), 'utf8'),
);

function divergence(q: number, p: number): number {
  return (q === 0 ? 0 : q * Math.log(q / p)) + (q === 1 ? 0 : (1 - q) * Math.log((1 - q) / (1 - p)));
}

describe('against 50-digit values', () => {
  test('the evidence is never above the truth and at most 2e-14 of the log-likelihood below it', () => {
    expect(reference.evidence.length).toBeGreaterThan(800);
    for (const [s, n, p, text] of reference.evidence) {
      const truth = Number(text);
      const likelihood = (s === 0 ? 0 : s * Math.log(p)) + (n === s ? 0 : (n - s) * Math.log1p(-p));
      const evidence = bernoulliLogEvidence(s, n, p);
      expect(evidence).toBeLessThanOrEqual(truth);
      expect(evidence).toBeGreaterThanOrEqual(
        truth - 2e-14 * (1 + 2 * Math.abs(likelihood) + Math.abs(truth)),
      );
    }
  });

  test('the interval holds the exact one, and is hardly wider', () => {
    expect(reference.interval.length).toBeGreaterThan(400);
    for (const [s, n, alpha, low, high] of reference.interval) {
      const { lower, upper } = bernoulliInterval(s, n, alpha);
      expect(lower).toBeLessThanOrEqual(Number(low));
      expect(upper).toBeGreaterThanOrEqual(Number(high));
      // Relative to the end itself and, where rounding of the evidence rules (n = 1e12), to the interval's width.
      const slack = (n === 1e12 ? 5e-4 : 1e-6) * (Number(high) - Number(low));
      expect(lower).toBeGreaterThanOrEqual(Number(low) - Math.max(slack, 2e-12 * Number(low)));
      expect(upper).toBeLessThanOrEqual(Number(high) + Math.max(slack, 2e-12 * Number(high)));
    }
  });
});

describe('the false-alarm probability, exactly, by dynamic programming over all paths', () => {
  /** P(some n <= horizon has `rejected(S_n, n)`) for S_n a sum of n Bernoulli(p): each count carries its probability. */
  function everRejected(p: number, horizon: number, rejected: (s: number, n: number) => boolean): number {
    let mass = [1];
    let alarm = 0;
    for (let n = 1; n <= horizon; n++) {
      const next = new Array<number>(n + 1).fill(0);
      mass.forEach((m, s) => {
        next[s]! += m * (1 - p);
        next[s + 1]! += m * p;
      });
      next.forEach((m, s) => {
        if (m > 0 && rejected(s, n)) {
          alarm += m;
          next[s] = 0;
        }
      });
      mass = next;
    }
    return alarm;
  }

  test.each([0.5, 0.3, 0.1, 0.01, 0.001, 0.999])(
    'p = %d is ever rejected by n = 200 with probability <= alpha',
    (p) => {
      for (const alpha of [0.5, 0.05, 0.001]) {
        const alarm = everRejected(p, 200, (s, n) => bernoulliLogEvidence(s, n, p) >= -Math.log(alpha));
        expect(alarm).toBeLessThanOrEqual(alpha);
        // It is a real alarm: this detector of rejections is not blind.
        expect(alarm).toBeGreaterThan(alpha / 100);
      }
    },
  );

  test('a plain 95 % interval taken at each n would fail the same test', () => {
    const z = 1.959964;
    const alarm = everRejected(0.5, 200, (s, n) => n >= 10 && Math.abs(s - n / 2) > z * Math.sqrt(n / 4));
    expect(alarm).toBeGreaterThan(0.2);
  });

  test('interval, counts and evidence reject alike', () => {
    for (const p of [0.5, 0.1, 0.01]) {
      for (const n of [1, 2, 5, 30, 200, 400]) {
        const { lowest, highest } = bernoulliAcceptedCounts(n, p, 0.01);
        for (let s = 0; s <= n; s++) {
          const kept = bernoulliLogEvidence(s, n, p) < -Math.log(0.01);
          expect(s >= lowest && s <= highest).toBe(kept);
          const { lower, upper } = bernoulliInterval(s, n, 0.01);
          expect(lower <= p && p <= upper).toBe(kept);
        }
      }
    }
  });

  test('power: the expected number of trials to reject is within 60 % of the least possible', () => {
    // Wald: no test that errs with probability alpha and always ends needs fewer than log(1/alpha)/KL on average.
    for (const [truth, p, alpha] of [
      [0.6, 0.5, 1e-9],
      [0.2, 0.1, 1e-9],
      [0.9, 0.7, 1e-15],
    ] as const) {
      let expected = 0;
      let mass = [1];
      let alive = 1;
      for (let n = 1; alive > 1e-12; n++) {
        expected += alive;
        const { lowest, highest } = bernoulliAcceptedCounts(n, p, alpha);
        const next = new Array<number>(n + 1).fill(0);
        mass.forEach((m, s) => {
          if (m === 0) return;
          next[s]! += m * (1 - truth);
          next[s + 1]! += m * truth;
        });
        alive = 0;
        for (let s = 0; s <= n; s++) {
          if (s < lowest || s > highest || next[s]! < 1e-30) next[s] = 0;
          alive += next[s]!;
        }
        mass = next;
      }
      const least = -Math.log(alpha) / divergence(truth, p);
      expect(expected).toBeGreaterThanOrEqual(least * (1 - 1e-6));
      expect(expected).toBeLessThan(1.6 * least);
      expect(Math.abs(bernoulliTrialsNeeded(truth, p, alpha) / expected - 1)).toBeLessThan(0.1);
    }
  });

  test('regret: log M_n(p) >= n KL(S/n, p) - log(n)/2 - log 2 (Krichevsky and Trofimov)', () => {
    for (const n of [1, 2, 3, 10, 50, 300]) {
      for (let s = 0; s <= n; s++) {
        for (const p of [1e-9, 0.01, 0.5, 0.8]) {
          const promised = n * divergence(s / n, p) - Math.log(n) / 2 - Math.LN2;
          expect(bernoulliLogEvidence(s, n, p)).toBeGreaterThanOrEqual(
            promised - 1e-11 * (1 + Math.abs(promised)),
          );
        }
      }
    }
  });
});

describe('edges', () => {
  test('one success rejects p = 0, one failure p = 1; none never does', () => {
    expect(bernoulliLogEvidence(1, 100, 0)).toBe(Infinity);
    expect(bernoulliLogEvidence(99, 100, 1)).toBe(Infinity);
    expect(bernoulliLogEvidence(0, 100, 0)).toBeLessThan(0);
    expect(bernoulliLogEvidence(100, 100, 1)).toBeLessThan(0);
    expect(bernoulliInterval(0, 100, 1e-9).lower).toBe(0);
    expect(bernoulliInterval(1, 100, 1e-9).lower).toBeGreaterThan(0);
    expect(bernoulliInterval(100, 100, 1e-9).upper).toBe(1);
    expect(bernoulliInterval(99, 100, 1e-9).upper).toBeLessThan(1);
    expect(bernoulliAcceptedCounts(50, 0, 0.01)).toEqual({ lowest: 0, highest: 0 });
    expect(bernoulliAcceptedCounts(50, 1, 0.01)).toEqual({ lowest: 50, highest: 50 });
  });

  test('no trials, no knowledge', () => {
    expect(bernoulliInterval(0, 0, 1e-9)).toEqual({ lower: 0, upper: 1 });
    expect(bernoulliLogEvidence(0, 0, 0.5)).toBeCloseTo(0, 12);
    expect(bernoulliAcceptedCounts(0, 0.5, 0.01)).toEqual({ lowest: 0, highest: 0 });
  });

  test('1e9 trials near p = 1e-9', () => {
    // 2 successes where 1 is expected are no evidence; 60 are; 0 of 1e9 rejects 1e-7.
    expect(bernoulliLogEvidence(2, 1e9, 1e-9)).toBeLessThan(0);
    expect(bernoulliLogEvidence(60, 1e9, 1e-9)).toBeGreaterThan(100);
    expect(bernoulliInterval(0, 1e9, 1e-6).upper).toBeLessThan(1e-7);
    expect(bernoulliInterval(2, 1e9, 1e-15).lower).toBeGreaterThan(0);
    expect(bernoulliInterval(2, 1e9, 1e-15).lower).toBeLessThan(1e-12);
  });

  test('more trials at the same frequency, more evidence; a smaller alpha, a wider interval', () => {
    expect(bernoulliLogEvidence(600, 1000, 0.5)).toBeGreaterThan(bernoulliLogEvidence(60, 100, 0.5));
    const wide = bernoulliInterval(60, 100, 1e-15);
    const narrow = bernoulliInterval(60, 100, 1e-3);
    expect(wide.lower).toBeLessThan(narrow.lower);
    expect(wide.upper).toBeGreaterThan(narrow.upper);
  });

  test('the forecast is never met where there is nothing to find', () => {
    expect(bernoulliTrialsNeeded(0.5, 0.5, 1e-9)).toBe(Infinity);
    expect(bernoulliTrialsNeeded(0.5, 0, 1e-9)).toBe(1);
  });

  test('bad arguments are named', () => {
    expect(() => bernoulliInterval(3, 2, 0.1)).toThrow(/successes.*0 to n = 2.*not 3/);
    expect(() => bernoulliInterval(0.5, 2, 0.1)).toThrow(RangeError);
    expect(() => bernoulliInterval(0, Number.NaN, 0.1)).toThrow(/trials/);
    expect(() => bernoulliInterval(1, 2, 0)).toThrow(/alpha/);
    expect(() => bernoulliInterval(1, 2, 1)).toThrow(/alpha/);
    expect(() => bernoulliLogEvidence(1, 2, 1.5)).toThrow(/\[0, 1\]/);
    expect(() => bernoulliLogEvidence(1, 2, Number.NaN)).toThrow(RangeError);
    expect(() => bernoulliAcceptedCounts(-1, 0.5, 0.1)).toThrow(RangeError);
  });
});
