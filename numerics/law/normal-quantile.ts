import erfcinv from '@stdlib/math-base-special-erfcinv';

/** z with P(Z <= z) = p for a standard normal Z and 0 < p < 1, however small p; relative error below 1e-13. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p > 1e-150) return -Math.SQRT2 * erfcinv(2 * p);
  // P(Z <= -t) = exp(-t^2/2)/(t sqrt(2 pi)) (1 - 1/t^2 + 3/t^4 - ...), t > 26; each round gains three digits.
  let t = Math.sqrt(-2 * Math.log(p));
  for (let round = 0; round < 6; round++) {
    const s = 1 / (t * t);
    const series = 1 - s * (1 - s * (3 - s * (15 - s * 105)));
    t = Math.sqrt(-2 * (Math.log(p) + Math.log((t * Math.sqrt(2 * Math.PI)) / series)));
  }
  return -t;
}
