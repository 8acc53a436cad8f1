import { describe, expect, test } from 'vitest';
import {
  checkpoints,
  confidenceSequence,
  type FixedSizeInterval,
} from '../../../numerics/inference/checkpoints.js';
import type { Interval } from '../../../numerics/inference/interval.js';
import {
  secondMomentHalfWidth,
  secondMomentInterval,
  varianceHalfWidth,
  varianceInterval,
} from '../../../numerics/inference/mean.js';
import { binomialUpperLimit } from '../../../numerics/statistics/binomial.js';
import { source } from './random.js';

/** phi by its definition, sample by sample. */
function influence(y: number): number {
  return y >= 0 ? Math.log1p(y + (y * y) / 2) : -Math.log1p(-y + (y * y) / 2);
}

/** Binomial(n, p) probabilities by the recurrence of Pascal's triangle: no cancellation, exact to n units. */
function binomialMasses(n: number, p: number): number[] {
  let masses = [1];
  for (let i = 0; i < n; i++) {
    const next = new Array<number>(i + 2).fill(0);
    masses.forEach((m, k) => {
      next[k]! += m * (1 - p);
      next[k + 1]! += m * p;
    });
    masses = next;
  }
  return masses;
}

/**
 * For X = high with probability p, else low: P(the mean is outside the interval of some checkpoint size(0..last)), exactly, by
 * carrying the probability of each number of highs from checkpoint to checkpoint.
 */
function everMissed(
  law: { p: number; low: number; high: number },
  sizes: readonly number[],
  intervalAt: (samples: Float64Array, index: number) => Interval,
): number {
  const mean = law.p * law.high + (1 - law.p) * law.low;
  let mass = [1];
  let n = 0;
  let missed = 0;
  sizes.forEach((size, index) => {
    const step = binomialMasses(size - n, law.p);
    const next = new Array<number>(size + 1).fill(0);
    mass.forEach((m, s) => {
      if (m === 0) return;
      step.forEach((q, k) => {
        next[s + k]! += m * q;
      });
    });
    for (let s = 0; s <= size; s++) {
      // Together below 1e-15.
      if (next[s]! < 1e-20) continue;
      const samples = new Float64Array(size).fill(law.low).fill(law.high, 0, s);
      const { lower, upper } = intervalAt(samples, index);
      if (!(lower <= mean && mean <= upper)) {
        missed += next[s]!;
        next[s] = 0;
      }
    }
    mass = next;
    n = size;
  });
  return missed;
}

const schedule = checkpoints(16, 2);
const sizes = Array.from({ length: 7 }, (_, j) => schedule.size(j));

/** All the p at 1/p: mean 1, second moment 1/p; a rare value carries the mean. */
const twoPoint = (p: number) => ({ p, low: 0, high: 1 / p });

describe('coverage at all checkpoints together, exactly, where a rare value carries the mean', () => {
  test.each([
    [0.5, 1],
    [0.5, 0],
    [0.1, 1],
    [0.1, 3],
    [0.1, -2],
    [0.01, 1],
    [0.001, 1],
    [0.9, 1],
  ])('second moment known, p = %d, center %d', (p, center) => {
    for (const alpha of [0.05, 0.5]) {
      const bound = { secondMoment: (1 / p) * (1 + 1e-15), center, nonnegative: true };
      const missed = everMissed(twoPoint(p), sizes, (samples, j) =>
        secondMomentInterval(samples, bound, alpha * schedule.share(j)),
      );
      expect(missed).toBeLessThanOrEqual(alpha);
    }
  });

  test.each([0.5, 0.1, 0.01, 0.9])('variance known, p = %d', (p) => {
    const alpha = 0.5;
    const missed = everMissed(twoPoint(p), sizes.slice(0, 6), (samples, j) =>
      varianceInterval(samples, (1 / p - 1) * (1 + 1e-15), alpha * schedule.share(j)),
    );
    expect(missed).toBeLessThanOrEqual(alpha);
  });

  test('the detector of misses sees: a bound on the moment that is five times too small fails', () => {
    const bound = { secondMoment: 0.2 / 0.01, center: 1, nonnegative: true };
    const missed = everMissed(twoPoint(0.01), sizes, (samples, j) =>
      secondMomentInterval(samples, bound, 0.5 * schedule.share(j)),
    );
    const honest = everMissed(twoPoint(0.01), sizes, (samples, j) =>
      secondMomentInterval(samples, { ...bound, secondMoment: 100 }, 0.5 * schedule.share(j)),
    );
    expect(missed).toBeGreaterThan(10 * honest + 0.01);
  });

  test('the textbook interval (mean +- 1.96 s/sqrt n) misses nearly always at p = 0.001', () => {
    const textbook = (samples: Float64Array): Interval => {
      const mean = samples.reduce((a, b) => a + b) / samples.length;
      const variance = samples.reduce((a, b) => a + (b - mean) ** 2, 0) / (samples.length - 1);
      const half = 1.96 * Math.sqrt(variance / samples.length);
      return { lower: mean - half, upper: mean + half };
    };
    expect(everMissed(twoPoint(0.001), sizes, textbook)).toBeGreaterThan(0.9);
  });
});

describe('coverage on heavy tails, drawn', () => {
  /** Runs of 10 checkpoints to n = 2048; a run fails if any interval lacks the mean. */
  function failures(
    runs: number,
    draw: () => number,
    mean: number,
    fixedSizeInterval: FixedSizeInterval,
    alpha: number,
  ): number {
    const dense = checkpoints(53, 1.5);
    let failed = 0;
    for (let run = 0; run < runs; run++) {
      const sequence = confidenceSequence(
        dense,
        alpha,
        { lower: -Infinity, upper: Infinity },
        fixedSizeInterval,
      );
      const buffer = new Float64Array(2048);
      let n = 0;
      let missed = false;
      while (sequence.nextSize <= buffer.length) {
        const size = sequence.nextSize;
        while (n < size) buffer[n++] = draw();
        const { lower, upper } = sequence.observe(buffer.subarray(0, size));
        missed ||= !(lower <= mean && mean <= upper);
      }
      if (missed) failed += 1;
    }
    return failed;
  }

  // False alarm of each test below: P(Bin(1000, 0.05) > limit) <= 1e-9. Power: a sequence that fails in 12 % of the runs is
  // caught with probability above 0.9 (limit 95).
  const runs = 1000;
  const limit = binomialUpperLimit(runs, 0.05, 1e-9);

  test('lognormal with sigma = 2 (second moment 55 times the squared mean)', () => {
    const random = source(20_260_101);
    const bound = { secondMoment: Math.exp(8) * (1 + 1e-14), center: Math.exp(2), nonnegative: true };
    const failed = failures(
      runs,
      () => Math.exp(2 * random.normal()),
      Math.exp(2),
      (samples, alpha) => secondMomentInterval(samples, bound, alpha),
      0.05,
    );
    expect(failed).toBeLessThanOrEqual(limit);
  });

  test('Pareto of index 2.1, signed (variance barely finite)', () => {
    const random = source(20_260_102);
    // |X| = U^(-1/2.1): E X^2 = 2.1 / 0.1 = 21.
    const draw = (): number => Math.sign(random.uniform() - 0.5) * random.uniform() ** (-1 / 2.1);
    const failed = failures(
      runs,
      draw,
      0,
      (samples, alpha) => varianceInterval(samples, 21.0001, alpha),
      0.05,
    );
    expect(failed).toBeLessThanOrEqual(limit);
  });
});

describe('the ends are what the definition says', () => {
  const random = source(11);
  const n = 3000;
  const samples = Float64Array.from({ length: n }, () => Math.exp(random.normal() / 2));
  const mean = Math.exp(1 / 8);
  const secondMoment = Math.exp(1 / 2);

  test('second moment: both ends solve Z = n log h + log(2/alpha)', () => {
    for (const center of [1, mean, 0.2]) {
      // Also the false-alarm probability of finding the mean outside.
      const alpha = 1e-10;
      const k = Math.log(2 / alpha) / samples.length;
      const spread = secondMoment - center ** 2;
      const lambda = 1 / (center + Math.sqrt(center ** 2 + spread / (2 * k)));
      const z = samples.reduce((sum, x) => sum + influence(lambda * (x - center)), 0);
      const h = (mu: number, sign: number): number =>
        1 +
        sign * lambda * (mu - center) +
        (lambda ** 2 * (secondMoment - 2 * center * mu + center ** 2)) / 2;
      const { lower, upper } = secondMomentInterval(samples, { secondMoment, center }, alpha);
      expect(z - n * Math.log(h(lower, 1))).toBeCloseTo(Math.log(2 / alpha), 8);
      expect(-z - n * Math.log(h(upper, -1))).toBeCloseTo(Math.log(2 / alpha), 8);
      expect(lower).toBeLessThan(mean);
      expect(upper).toBeGreaterThan(mean);
    }
  });

  test('variance: both ends are rejected, and one part in a thousand of the width inwards is kept', () => {
    const variance = secondMoment - mean ** 2;
    for (const alpha of [0.05, 1e-9, 1e-15]) {
      const log = Math.log(2 / alpha);
      const lambda = Math.sqrt((2 * log) / (n * variance));
      const limit = n * Math.log1p((lambda ** 2 * variance) / 2) + log;
      const z = (m: number): number => samples.reduce((sum, x) => sum + influence(lambda * (x - m)), 0);
      const { lower, upper } = varianceInterval(samples, variance, alpha);
      const inwards = (upper - lower) / 1000;
      expect(z(lower)).toBeGreaterThanOrEqual(limit);
      expect(z(lower + inwards)).toBeLessThan(limit);
      expect(-z(upper)).toBeGreaterThanOrEqual(limit);
      expect(-z(upper - inwards)).toBeLessThan(limit);
    }
  });

  test('in other units the interval is the same, and negation mirrors it', () => {
    const alpha = 1e-6;
    const plain = secondMomentInterval(samples, { secondMoment, center: 1 }, alpha);
    for (const unit of [2 ** -400, 2 ** 400]) {
      const scaled = secondMomentInterval(
        samples.map((x) => x * unit),
        { secondMoment: secondMoment * unit * unit, center: unit },
        alpha,
      );
      expect(scaled.lower / unit).toBeCloseTo(plain.lower, 12);
      expect(scaled.upper / unit).toBeCloseTo(plain.upper, 12);
    }
    const mirrored = secondMomentInterval(
      samples.map((x) => -x),
      { secondMoment, center: -1 },
      alpha,
    );
    expect(mirrored.lower).toBeCloseTo(-plain.upper, 12);
    expect(mirrored.upper).toBeCloseTo(-plain.lower, 12);
  });
});

describe('power', () => {
  test('the width is what the forecast says, within a quarter', () => {
    // The width follows the samples' own variance, known here to 0.6 % (one standard deviation, kurtosis 9): false alarm below
    // 1e-14 at 5 %.
    const random = source(5);
    const samples = Float64Array.from({ length: 200_000 }, () => Math.exp(random.normal() / 2));
    const bound = { secondMoment: Math.exp(1 / 2), center: Math.exp(1 / 8), nonnegative: true };
    const { lower, upper } = secondMomentInterval(samples, bound, 1e-9);
    const half = secondMomentHalfWidth(bound, samples.length, 1e-9);
    expect((upper - lower) / 2 / half).toBeGreaterThan(0.8);
    expect((upper - lower) / 2 / half).toBeLessThan(1.25);
    const variance = Math.exp(1 / 2) - Math.exp(1 / 4);
    expect(half / Math.sqrt((2 * variance * Math.log(2e9)) / 2e5)).toBeCloseTo(1, 1);
    const known = varianceInterval(samples, variance, 1e-9);
    const knownHalf = varianceHalfWidth(variance, samples.length, 1e-9);
    expect((known.upper - known.lower) / 2 / knownHalf).toBeCloseTo(1, 1);
  });

  test('a wrong center costs little once n is large: 30 % off, a fifth of the width', () => {
    // False alarm of finding the mean outside: 1e-10 for each of the four intervals.
    const random = source(6);
    const samples = Float64Array.from({ length: 50_000 }, () => Math.exp(random.normal()));
    const mean = Math.exp(1 / 2);
    const width = (center: number): number => {
      const { lower, upper } = secondMomentInterval(samples, { secondMoment: Math.exp(2), center }, 1e-10);
      expect(lower).toBeLessThan(mean);
      expect(upper).toBeGreaterThan(mean);
      return upper - lower;
    };
    expect(width(0.7 * mean) / width(mean)).toBeLessThan(1.2);
    expect(width(1.3 * mean) / width(mean)).toBeLessThan(1.2);
  });

  test('the trap: samples that miss the rare values do not fool it', () => {
    // Mean 1 carried by values of 1e6 that 10,000 samples do not show.
    const zeros = new Float64Array(10_000);
    const bound = { secondMoment: 1e6, center: 1, nonnegative: true };
    expect(secondMomentInterval(zeros, bound, 1e-9).upper).toBeGreaterThan(1);
    expect(secondMomentHalfWidth(bound, 10_000, 1e-9)).toBeGreaterThan(10);
  });
});

describe('edges', () => {
  test('no samples: what the bound alone says', () => {
    const { lower, upper } = secondMomentInterval(new Float64Array(0), { secondMoment: 4, center: 1 }, 0.1);
    expect(lower).toBeCloseTo(-2, 12);
    expect(upper).toBeCloseTo(2, 12);
    expect(varianceInterval(new Float64Array(0), 1, 0.1)).toEqual({ lower: -Infinity, upper: Infinity });
  });

  test('a center no mean can have is moved to one that can', () => {
    const samples = new Float64Array(1000).fill(1);
    const far = secondMomentInterval(samples, { secondMoment: 4, center: 1e9 }, 1e-9);
    expect(far.lower).toBeLessThanOrEqual(1);
    expect(far.upper).toBeGreaterThanOrEqual(1);
    // sqrt(secondMoment) = 2 is the largest there can be.
    expect(far).toEqual(secondMomentInterval(samples, { secondMoment: 4, center: 2.001 }, 1e-9));
  });

  test('samples of enormous size make no NaN and no empty interval', () => {
    const samples = new Float64Array(100).fill(1);
    samples[3] = 1e300;
    samples[4] = -1e300;
    samples[5] = Number.MAX_VALUE;
    const { lower, upper } = secondMomentInterval(samples, { secondMoment: 2, center: 1 }, 0.01);
    // They contradict the bound, so that only the bound is left.
    expect(lower).toBeCloseTo(-Math.SQRT2, 12);
    expect(upper).toBeCloseTo(Math.SQRT2, 12);
    const known = varianceInterval(samples, 1, 0.01);
    expect(known.lower).toBeLessThan(known.upper);
    expect(Number.isFinite(known.lower) && Number.isFinite(known.upper)).toBe(true);
  });

  test('one sample and a tiny alpha leave the mean open', () => {
    const { lower, upper } = varianceInterval(Float64Array.of(5), 1, 1e-15);
    expect(lower).toBeLessThan(-1000);
    expect(upper).toBeGreaterThan(1000);
  });

  test('bad arguments are named', () => {
    const ok = { secondMoment: 1, center: 0 };
    const one = Float64Array.of(1);
    expect(() => secondMomentInterval(one, { ...ok, secondMoment: Infinity }, 0.1)).toThrow(/second moment/);
    expect(() => secondMomentInterval(one, { ...ok, secondMoment: 0 }, 0.1)).toThrow(/second moment/);
    expect(() => secondMomentInterval(one, { ...ok, center: Number.NaN }, 0.1)).toThrow(/center/);
    expect(() => secondMomentInterval(one, ok, 0)).toThrow(/alpha/);
    expect(() => secondMomentInterval(Float64Array.of(-1), { ...ok, nonnegative: true }, 0.1)).toThrow(
      /below 0/,
    );
    expect(() => secondMomentInterval(Float64Array.of(1, Number.NaN), ok, 0.1)).toThrow(/Sample 1 is NaN/);
    expect(() => secondMomentInterval(Float64Array.of(Infinity), ok, 0.1)).toThrow(/finite/);
    expect(() => varianceInterval(one, 0, 0.1)).toThrow(/variance/);
    expect(() => varianceInterval(Float64Array.of(-Infinity), 1, 0.1)).toThrow(/finite/);
  });
});
