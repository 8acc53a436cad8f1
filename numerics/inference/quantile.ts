/** Confidence sequences for quantiles, for every law there is: atoms, ties and values at -Infinity included. */
import { bernoulliAcceptedCounts } from './bernoulli.js';
import { checkSamples } from './check-samples.js';
import type { Interval } from './interval.js';

/**
 * Encloses the quantile q = inf{x : F(x) >= level} of the law F that the samples were drawn from; with probability
 * >= 1 - alpha for all sample sizes together.
 *
 * With x_(1) <= ... <= x_(n) the samples in order, and [lowest, highest] the counts at which `bernoulliAcceptedCounts`
 * keeps p = level, the interval is
 *
 *     [x_(lowest), x_(highest + 1)],  with x_(0) = -Infinity and x_(n+1) = Infinity.
 *
 * Coverage: F(q) >= level and F(q-) <= level. Let T_i = 1 if X_i < q, 0 if X_i > q, and at X_i = q a coin of probability
 * (level - F(q-)) / (F(q) - F(q-)). Then the T_i are independent Bernoulli(level) variables, and with T = T_1 + ... + T_n
 *
 *     #{X_i < q} <= T <= #{X_i <= q}.
 *
 * With probability >= 1 - alpha, lowest <= T <= highest for all n. Then at least `lowest` samples are <= q, so
 * x_(lowest) <= q; and at most `highest` are < q, so x_(highest + 1) >= q. One alpha pays for both ends.
 *
 * @param sorted samples in ascending order; -Infinity and Infinity allowed. O(n) for checking that, else O(log n).
 * @throws RangeError for a level or alpha outside (0, 1), samples out of order or NaN.
 */
export function quantileInterval(sorted: Float64Array, level: number, alpha: number): Interval {
  if (!(level > 0 && level < 1)) {
    throw new RangeError(`The level of a quantile must lie strictly between 0 and 1, not ${level}.`);
  }
  checkSamples(sorted);
  checkSorted(sorted);
  const n = sorted.length;
  const { lowest, highest } = bernoulliAcceptedCounts(n, level, alpha);
  return {
    lower: lowest === 0 ? -Infinity : sorted[lowest - 1]!,
    upper: highest === n ? Infinity : sorted[highest]!,
  };
}

/** @throws RangeError unless ascending and free of NaN. */
export function checkSorted(sorted: Float64Array): void {
  if (sorted.length > 0 && Number.isNaN(sorted[0]!)) throw new RangeError('A sample is NaN.');
  for (let i = 1; i < sorted.length; i++) {
    // Also true when one of the two is NaN.
    if (!(sorted[i - 1]! <= sorted[i]!)) {
      throw new RangeError(`The samples must be ascending and not NaN; sample ${i} is not.`);
    }
  }
}
