/**
 * Enclosures of a mean where the tail may be so heavy that a sample mean misses the rare values that carry it: a known
 * bound on the second moment, or on the variance, takes the place of light tails. Each holds at one sample size fixed in
 * advance, for i.i.d. samples; `confidenceSequence` makes it valid at all checkpoints together.
 */
import { checkSamples } from './check-samples.js';
import { influenceSum } from './influence.js';
import type { Interval } from './interval.js';
import { logThreshold } from './level.js';

/** What is known of X before it is drawn. */
export interface SecondMomentBound {
  /** E X^2 <= secondMoment < Infinity; round it up, it is taken as exact. */
  readonly secondMoment: number;
  /**
   * Where the mean is expected: it sets the width, never the validity. Fixed before any sample is seen, or estimated from
   * other samples (a pilot's) that are not used again.
   */
  readonly center: number;
  /** X >= 0 surely. */
  readonly nonnegative?: boolean;
}

/**
 * Encloses E X with probability >= 1 - alpha, given E X^2 <= B.
 *
 * With c the center, lambda fixed in advance, |lambda c| < 1, and Z = sum_i phi(lambda (X_i - c)) (Catoni's influence),
 * a mean mu allows E (X-c)^2 <= B - 2 c mu + c^2, so
 *
 *     E exp(+-Z) <= h(mu)^n,  h(mu) = 1 +- lambda (mu - c) + lambda^2 (B - 2 c mu + c^2) / 2
 *                                   = 1 +- lambda (1 -+ lambda c) (mu - c) + lambda^2 (B - c^2) / 2.
 *
 * By Markov's inequality a mu with +-Z >= n log h(mu) + log(2/alpha) is rejected at alpha/2. h is linear and monotone in mu, so
 * the means not rejected are an interval, in closed form; it is cut to [-sqrt B, sqrt B], where a mean must be.
 * (Catoni 2012 centers at mu itself and must search; a fixed center costs only terms of higher order in mu - c.)
 *
 * Half-width about sqrt(2 log(2/alpha) (B - c^2) / n) if the mean is near c; see `secondMomentHalfWidth`.
 * One pass over the samples.
 * @throws RangeError for a bound that is not finite and positive, a center that is not finite, alpha outside (0, 1), or a
 * sample that is not finite (or negative, where none may be).
 */
export function secondMomentInterval(
  samples: Float64Array,
  bound: SecondMomentBound,
  alpha: number,
): Interval {
  checkSamples(samples);
  const { center, spread, root } = checkedBound(bound);
  const n = samples.length;
  const trivial = { lower: bound.nonnegative ? 0 : -root, upper: root };
  const threshold = logThreshold(alpha, 2);
  if (n === 0) return trivial;
  if (bound.nonnegative) checkNonnegative(samples);
  const scale = influenceScale(center, spread, threshold / n);
  const { value, error } = influenceSum(samples, center, scale);
  const excess = (scale * scale * spread) / 2;
  // Whatever rounding is left here is far below this allowance, relative to terms of at most the size of their sum.
  const end = (evidence: number, slope: number): number => {
    const growth = Math.expm1((evidence - error - threshold) / n);
    return (growth - excess - 16 * Number.EPSILON * (Math.abs(growth) + excess + scale * root)) / slope;
  };
  const lower = center + end(value, scale * (1 - scale * center));
  const upper = center - end(-value, scale * (1 + scale * center));
  const cut = { lower: Math.max(trivial.lower, lower), upper: Math.min(trivial.upper, upper) };
  // Samples that contradict the bound (probability at most alpha, if it is true) leave only what the bound says.
  return cut.lower <= cut.upper ? cut : trivial;
}

/**
 * The wider side's half-width of `secondMomentInterval` for samples that balance about the center (Z = 0): what n samples
 * can be expected to resolve when the mean is at the center.
 */
export function secondMomentHalfWidth(bound: SecondMomentBound, n: number, alpha: number): number {
  const { center, spread } = checkedBound(bound);
  const rate = logThreshold(alpha, 2) / n;
  const scale = influenceScale(center, spread, rate);
  return (-Math.expm1(-rate) + (scale * scale * spread) / 2) / (scale * (1 - scale * Math.abs(center)));
}

/**
 * lambda = 1 / (|c| + sqrt(c^2 + V/(2k))), k = log(2/alpha)/n: the least of (k + lambda^2 V/2) / (lambda (1 - lambda |c|)), the
 * half-width to leading order. It tends to sqrt(2 k / V) for large n, and lambda |c| <= 1/2 always.
 */
function influenceScale(center: number, spread: number, rate: number): number {
  return 1 / (Math.abs(center) + Math.sqrt(center * center + spread / (2 * rate)));
}

interface CheckedBound {
  /** The center, moved into [-sqrt B, sqrt B]. */
  readonly center: number;
  /** B - center^2 >= 0, rounded up. */
  readonly spread: number;
  /** sqrt B, rounded up. */
  readonly root: number;
}

function checkedBound(bound: SecondMomentBound): CheckedBound {
  const { secondMoment, center } = bound ?? {};
  // Squares of numbers of this size are still exact to working accuracy.
  if (!(secondMoment >= 1e-280 && secondMoment <= 1e280)) {
    throw new RangeError(`A bound on a second moment must lie in [1e-280, 1e280], not ${secondMoment}.`);
  }
  if (!Number.isFinite(center)) throw new RangeError(`The center must be a finite number, not ${center}.`);
  const root = Math.sqrt(secondMoment) * (1 + Number.EPSILON);
  const clamped = Math.min(root, Math.max(-root, center));
  const spread = Math.max(0, secondMoment - clamped * clamped) + 2 * Number.EPSILON * secondMoment;
  return { center: clamped, spread, root };
}

function checkNonnegative(samples: Float64Array): void {
  for (let i = 0; i < samples.length; i++) {
    if (!(samples[i]! >= 0))
      throw new RangeError(`Sample ${i} is ${samples[i]}; none below 0 was announced.`);
  }
}

/**
 * Encloses E X with probability >= 1 - alpha, given Var X <= variance (Catoni 2012, section 2).
 *
 * With lambda = sqrt(2 log(2/alpha) / (n V)) and Z(m) = sum_i phi(lambda (X_i - m)), at the true mean m
 * E exp(+-Z(m)) <= (1 + lambda^2 V/2)^n, so |Z(m)| < n log(1 + lambda^2 V/2) + log(2/alpha) except with probability
 * alpha. Z falls strictly in m, so the means kept are an interval; each end returned is a mean that is itself rejected,
 * within 1e-4 sqrt(V log(2/alpha)/n) of the boundary.
 *
 * Half-width about sqrt(2 log(2/alpha) V / n). About ten passes over the samples.
 * @throws RangeError for a variance that is not finite and positive, alpha outside (0, 1), a sample that is not finite.
 */
export function varianceInterval(samples: Float64Array, variance: number, alpha: number): Interval {
  const n = samples.length;
  const width = varianceHalfWidth(variance, Math.max(1, n), alpha);
  if (n === 0) return { lower: -Infinity, upper: Infinity };
  const threshold = logThreshold(alpha, 2);
  const scale = Math.sqrt((2 * threshold) / n / variance);
  const limit = (n * Math.log1p(threshold / n) + threshold) * (1 + 16 * Number.EPSILON);
  // By how much Z(m), with all doubt against us, exceeds the limit on the side asked; >= 0 rejects m.
  const excess = (m: number, side: 1 | -1): number => {
    const { value, error } = influenceSum(samples, m, scale);
    return side * value - error - limit;
  };
  const start = meanOf(samples);
  return {
    lower: rejectedMean((m) => excess(m, 1), start, -width),
    upper: rejectedMean((m) => excess(m, -1), start, width),
  };
}

/** sqrt(2 V log(2/alpha) / n): what n samples resolve of a mean with this variance. */
export function varianceHalfWidth(variance: number, n: number, alpha: number): number {
  if (!(variance >= 1e-280 && variance <= 1e280)) {
    throw new RangeError(`A bound on a variance must lie in [1e-280, 1e280], not ${variance}.`);
  }
  return Math.sqrt((2 * variance * logThreshold(alpha, 2)) / n);
}

/** Where the search begins; the result does not depend on it. */
function meanOf(samples: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i]! / samples.length;
  return sum;
}

/** The rejected mean nearest to the boundary, searched from `start` in the direction of `step`; infinite if none is found. */
function rejectedMean(excess: (m: number) => number, start: number, step: number): number {
  // A heavy tail may have carried the start beyond the boundary: then go back to where a mean is kept.
  let kept = start;
  let keptExcess = excess(kept);
  for (let back = step; keptExcess >= 0; back *= 2) {
    kept -= back;
    if (!Number.isFinite(kept)) return Math.sign(step) * Infinity;
    keptExcess = excess(kept);
  }
  let outside = kept;
  let outsideExcess = keptExcess;
  for (let out = step; outsideExcess < 0; out *= 2) {
    outside += out;
    if (!Number.isFinite(outside)) return Math.sign(step) * Infinity;
    outsideExcess = excess(outside);
  }
  const tolerance = 1e-4 * Math.abs(step);
  for (let round = 0; round < 200 && Math.abs(outside - kept) > tolerance; round++) {
    const secant = kept - (keptExcess * (outside - kept)) / (outsideExcess - keptExcess);
    // Z is nearly straight: aim just outside the secant's root, then just inside, and the bracket is closed. Halving
    // every third time bounds the work where it is not.
    const aim = secant + ((round % 3 === 0 ? 1 : -1) * Math.sign(step) * tolerance) / 3;
    const inBracket = (aim - kept) * (aim - outside) < 0;
    const middle = round % 3 === 2 || !inBracket ? kept + (outside - kept) / 2 : aim;
    if (middle === kept || middle === outside) break;
    const middleExcess = excess(middle);
    if (middleExcess >= 0) {
      outside = middle;
      outsideExcess = middleExcess;
    } else {
      kept = middle;
      keptExcess = middleExcess;
    }
  }
  return outside;
}
