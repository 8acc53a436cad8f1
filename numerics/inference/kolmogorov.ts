/** Do the samples follow this law? Distances between distribution functions, with a band valid for every law. */
import type { Enclosed } from '../law/enclosed.js';
import { checkSamples } from './check-samples.js';
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
  for (const numbers of [sorted, values]) checkSamples(numbers);
  if (!(tolerance >= 0)) throw new RangeError(`The tolerance must be at least 0, not ${tolerance}.`);
  if (sorted.length === 0) return { lower: 0, upper: 1 };
  return around(kolmogorovDistance(sorted, values, tolerance), sorted.length, tolerance, alpha);
}

function around(distance: number, n: number, tolerance: number, alpha: number): Interval {
  const doubt = kolmogorovRadius(n, alpha) + tolerance + 4 * Number.EPSILON;
  return { lower: Math.max(0, distance - doubt), upper: Math.min(1, distance + doubt) };
}

/**
 * What `lawDistanceInterval` gives, but G is taken only where it may matter: between two samples x_a < x_b at which it is known, no distance exceeds
 * b/n - G(x_a) or G(x_b) - a/n. Some multiple of sqrt(n) values are enough. The tolerance is the largest error of those taken.
 * @param cdf G at a sample, ascending up to its errors.
 * @throws RangeError as `kolmogorovDistance`.
 */
export function searchLawDistance(
  sorted: Float64Array,
  cdf: (sample: number) => Enclosed,
  alpha: number,
): Interval {
  const n = sorted.length;
  if (n === 0) return { lower: 0, upper: 1 };
  checkSorted(sorted);
  let distance = 0;
  let tolerance = 0;
  const take = (i: number): number => {
    const { value, error } = cdf(sorted[i]!);
    if (!(value >= -error && value <= 1 + error)) {
      throw new RangeError(`The distribution function's values must lie in [0, 1]; value ${i} is ${value}.`);
    }
    tolerance = Math.max(tolerance, error);
    distance = Math.max(distance, (i + 1) / n - value, value - i / n);
    return value;
  };
  // Stretches from a to b, and G at their ends; the widest first, which find what rules the others out.
  let stretches = [{ a: 0, b: n - 1, low: take(0), high: take(n - 1) }];
  while (stretches.length > 0) {
    const halves: typeof stretches = [];
    for (const { a, b, low, high } of stretches) {
      if (!(high >= low - 2 * tolerance)) {
        throw new RangeError(
          `The distribution function's values must ascend; those at samples ${a} and ${b} are ${low} and ${high}.`,
        );
      }
      if (b - a < 2 || Math.max(b / n - low, high - (a + 1) / n) <= distance) continue;
      const middle = (a + b) >> 1;
      const value = take(middle);
      halves.push({ a, b: middle, low, high: value }, { a: middle, b, low: value, high });
    }
    stretches = halves;
  }
  return around(Math.min(1, distance), n, tolerance, alpha);
}
