/** Sums of numbers given by their logarithms. */

/** log(e^a + e^b) without overflow; -Infinity stands for 0. Error: 2 ulp of the larger argument and of 1. */
export function logAdd(a: number, b: number): number {
  const [high, low] = a >= b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}
