/** Do the samples follow this law? Distances between distribution functions, with a band valid for every law. */
import type { Interval } from './interval.js';
import { logThreshold } from './level.js';
import { checkSorted } from './quantile.js';

/**
 * sqrt(log(2/alpha) / (2n)): P(sup |F_n - F| > radius) <= alpha for n samples of any law F, n fixed in advance (Dvoretzky,
 * Kiefer & Wolfowitz 1956; with this constant Massart 1990). At most 1 matters.
 */
export function kolmogorovRadius(n: number, alpha: number): number {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`The number of samples must be an integer >= 1, not ${n}.`);
  return Math.sqrt(logThreshold(alpha, 2) / (2 * n)) * (1 + 2 * Number.EPSILON);
}

/**
 * sup_x |F_n(x) - G(x)| of the empirical distribution function F_n of the samples and a continuous distribution function G,
 * given the values of G at the samples. F_n jumps at the samples and G only rises between them, so the supremum is the
 * largest of i/n - G(x_i) and G(x_i) - (i-1)/n over i = 1..n; ties change nothing. Exact up to rounding (1e-16) if the
 * values are; an error of the values carries over one to one. O(n). 0 samples: 1.
 * @throws RangeError if samples or values are not ascending, or values leave [0, 1], by more than `tolerance`.
 */
export function kolmogorovDistance(sorted: Float64Array, values: Float64Array, tolerance = 0): number {
  const n = sorted.length;
  if (values.length !== n) {
    throw new RangeError(`One value for each of the ${n} samples is needed, not ${values.length}.`);
  }
  if (n === 0) return 1;
  checkSorted(sorted);
  let distance = 0;
  let previous = 0;
  for (let i = 0; i < n; i++) {
    const value = values[i]!;
    if (!(value >= -tolerance && value <= 1 + tolerance && value >= previous - 2 * tolerance)) {
      throw new RangeError(
        `The distribution function's values must ascend within [0, 1]; value ${i} is ${value}.`,
      );
    }
    previous = value;
    distance = Math.max(distance, (i + 1) / n - value, value - i / n);
  }
  return Math.min(1, distance);
}

/**
 * Encloses sup |F - G| of the law F that the samples were drawn from, with probability >= 1 - alpha, n fixed in advance: the
 * empirical distance +- the radius, by the triangle inequality.
 * @param values G at the samples, G continuous, with absolute error at most `tolerance`.
 */
export function lawDistanceInterval(
  sorted: Float64Array,
  values: Float64Array,
  tolerance: number,
  alpha: number,
): Interval {
  if (!(tolerance >= 0)) throw new RangeError(`The tolerance must be at least 0, not ${tolerance}.`);
  if (sorted.length === 0) return { lower: 0, upper: 1 };
  const distance = kolmogorovDistance(sorted, values, tolerance);
  const doubt = kolmogorovRadius(sorted.length, alpha) + tolerance + 4 * Number.EPSILON;
  return { lower: Math.max(0, distance - doubt), upper: Math.min(1, distance + doubt) };
}
