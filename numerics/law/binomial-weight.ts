import { type Enclosed, roundoff } from './enclosed.js';

/** log P(N = n | N > 0) for N ~ Binomial(d, 1/2), 1 <= n <= d; by Loader's saddle-point form (2000) where n and d - n are large. */
export function logBinomialWeight(d: number, n: number): Enclosed {
  const rest = d - n;
  const few = Math.min(n, rest);
  if (d <= 56) {
    // The binomial coefficient is below 2^53; its product form rounds at most 2 * 28 times.
    let count = 1;
    for (let i = 1; i <= few; i++) count = (count * (d - few + i)) / i;
    const value = Math.log(count / (2 ** d - 1));
    return { value, error: roundoff * (60 + 2 * Math.abs(value)) };
  }
  const conditioned = -Math.log1p(-(2 ** -d));
  if (few < 15) {
    let sum = -d * Math.LN2;
    for (let i = 1; i <= few; i++) sum += Math.log((d - few + i) / i);
    return { value: sum + conditioned, error: 20 * roundoff * (d + 10) };
  }
  const half = d / 2;
  const deviances = [n * Math.log1p((n - half) / half), rest * Math.log1p((rest - half) / half)] as const;
  const corrections = stirlingTail(d) - stirlingTail(n) - stirlingTail(rest);
  const factor = 0.5 * Math.log(d / (2 * Math.PI * n * rest));
  const value = corrections - (deviances[0] + deviances[1]) + factor + conditioned;
  const size = Math.abs(deviances[0]) + Math.abs(deviances[1]) + Math.abs(factor) + 1;
  return { value, error: 6 * roundoff * size };
}

/** log n! - (n + 1/2) log n + n - log(2 pi)/2 for n >= 15; the first omitted term is below 1e-16. */
function stirlingTail(n: number): number {
  const s = 1 / (n * n);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / n;
}
