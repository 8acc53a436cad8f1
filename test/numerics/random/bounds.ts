/** Rigorous bounds for random tests: each states when to reject so that a right generator fails with probability <= alpha. */
import { expect } from 'vitest';

/**
 * The mean of n independent numbers within [mean - bound, mean + bound], of this variance, lies farther than this from its
 * mean with probability at most alpha (Bernstein's inequality, both sides). A bias of twice this is seen with probability
 * 1 - alpha.
 */
export function bernsteinMargin(n: number, variance: number, bound: number, alpha: number): number {
  const level = Math.log(2 / alpha);
  const linear = (bound * level) / 3;
  return (linear + Math.sqrt(linear ** 2 + 2 * n * variance * level)) / n;
}

/**
 * P(n KL(count/n || p) >= log(2/alpha)) <= alpha for a binomial count (Chernoff, both sides). Sees a change of p by about
 * 2 sqrt(2 p log(2/alpha)/n).
 */
export function expectCount(count: number, n: number, p: number, alpha: number): void {
  const q = count / n;
  const part = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  const divergence = part(q, p) + part(1 - q, 1 - p);
  expect(n * divergence, `${count} of ${n}, expected ${n * p}`).toBeLessThan(Math.log(2 / alpha));
}
