import betaln from '@stdlib/math-base-special-betaln';

/**
 * The smallest k with P(Bin(n, p) > k) <= falseAlarm: a count above k is evidence, at that error probability, that the true
 * success probability exceeds p. Used to judge how often a random event may happen.
 *
 * Sums the upper tail from n downwards, smallest terms first, each from its logarithm: relative error below
 * 1e-13 (1 + n log 2), allowed for, so that the inequality surely holds; k can only come out too large where the
 * tail is that close to falseAlarm. O(n).
 * @param falseAlarm in [1e-290, 1).
 * @throws RangeError for arguments outside their ranges; n is at most 1e8.
 */
export function binomialUpperLimit(n: number, p: number, falseAlarm: number): number {
  if (!Number.isInteger(n) || n < 0 || n > 1e8) {
    throw new RangeError(`The number of trials must be an integer from 0 to 1e8, not ${n}.`);
  }
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability must lie in [0, 1], not ${p}.`);
  if (!(falseAlarm >= 1e-290 && falseAlarm < 1)) {
    throw new RangeError(`A false-alarm probability must lie in [1e-290, 1), not ${falseAlarm}.`);
  }
  const target = falseAlarm / (1 + 1e-13 * (1 + n * Math.LN2));
  let tail = 0;
  for (let k = n; k > 0; k--) {
    tail += binomialMass(k, n, p);
    if (tail > target) return k;
  }
  return 0;
}

/** P(Bin(n, p) = k), with C(n, k) = 1 / ((n+1) B(k+1, n-k+1)). */
function binomialMass(k: number, n: number, p: number): number {
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  return Math.exp(k * Math.log(p) + (n - k) * Math.log1p(-p) - Math.log(n + 1) - betaln(k + 1, n - k + 1));
}
