/**
 * Moments and cumulants of each other, over any ring. Both are lists indexed by their order; moments[0] = 1 and
 * cumulants[0] = 0. From M'(t) = K'(t) M(t) for the generating functions M = exp K:
 * m_n = sum_{j=1..n} C(n-1, j-1) k_j m_{n-j}.
 */
import Fraction from 'fraction.js';
import type { Ring } from './ring.js';

export function momentsFromCumulants<T>(ring: Ring<T>, cumulants: readonly T[]): T[] {
  const moments = [ring.one];
  for (let n = 1; n < cumulants.length; n++) {
    moments.push(ring.add(cumulants[n]!, lowerPart(ring, cumulants, moments, n)));
  }
  return moments;
}

export function cumulantsFromMoments<T>(ring: Ring<T>, moments: readonly T[]): T[] {
  const cumulants = [ring.zero];
  for (let n = 1; n < moments.length; n++) {
    const rest = lowerPart(ring, cumulants, moments, n);
    cumulants.push(ring.add(moments[n]!, ring.scale(rest, new Fraction(-1))));
  }
  return cumulants;
}

/** The terms j < n of the recursion: all that m_n and k_n differ by. */
function lowerPart<T>(ring: Ring<T>, cumulants: readonly T[], moments: readonly T[], n: number): T {
  let sum = ring.zero;
  let choose = new Fraction(1);
  for (let j = 1; j < n; j++) {
    const product = ring.multiply(cumulants[j]!, moments[n - j]!);
    sum = ring.add(sum, ring.scale(product, choose));
    choose = choose.mul(n - j).div(j);
  }
  return sum;
}
