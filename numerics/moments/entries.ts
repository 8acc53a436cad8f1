/** Even moments of standardised weights. */
import type { Distribution } from '../random/source.js';

/** (2k-1)!! = E z^(2k) of a standard normal z; exact in doubles to k = 14, then to k ulp. */
function doubleFactorial(k: number): number {
  let product = 1;
  for (let odd = 2 * k - 1; odd > 1; odd -= 2) product *= odd;
  return product;
}

/**
 * E w^(2k) as [numerator, denominator], k >= 0, for w of variance 1: normal (2k-1)!!, uniform 3^k/(2k+1), Rademacher 1. For each k the
 * normal one's is the largest: by induction, (2k-1)!! grows by the factor 2k+1, 3^k/(2k+1) by 3 (2k+1)/(2k+3) <= 2k+1.
 */
export function evenMoment(distribution: Distribution, k: number): readonly [number, number] {
  switch (distribution) {
    case 'normal':
      return [doubleFactorial(k), 1];
    case 'uniform':
      return [3 ** k, 2 * k + 1];
    case 'rademacher':
      return [1, 1];
  }
}
