/** The normal law and the error function. */
import erfOfStdlib from '@stdlib/math-base-special-erf';
import erfcOfStdlib from '@stdlib/math-base-special-erfc';
import erfcinvOfStdlib from '@stdlib/math-base-special-erfcinv';
import { twoProduct } from './double-double.js';

/** The error function, relative error below 2^-51. */
export function erf(x: number): number {
  return erfOfStdlib(x);
}

/**
 * P(Z <= x) for a standard normal Z; relative error below 2^-50 where the value is a normal double (x > -37.5).
 * erfc(t)/2 at t = -x/sqrt 2: the rounding error of t, which the tail multiplies by 2 t, is corrected to first order.
 */
export function normalCdf(x: number): number {
  const t = -x * Math.SQRT1_2;
  const tail = erfcOfStdlib(t) / 2;
  // Far out, at -Infinity too, nothing is left to correct, and t^2 may leave the doubles.
  if (!(t > 1) || tail === 0) return tail;
  // t^2 - x^2/2 exactly enough: both squares in double-double. d log erfc(t)/dt = -2t (1 + O(1/t^2)), d(t^2) = 2t dt.
  const square = twoProduct(t, t);
  const wanted = twoProduct(x, x / 2);
  const excess = square.head - wanted.head + (square.tail - wanted.tail);
  const slope = 1 / (1 - 1 / (2 * t * t) + 3 / (4 * t ** 4 + 4)); // Mills ratio, to a few percent
  return tail * (1 + excess * slope);
}

/** x with P(Z <= x) = p; relative error below 2^-49. NaN outside (0, 1). */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return Number.NaN;
  if (p < 1e-150) return normalQuantileOfLog(Math.log(p));
  if (p > 0.25 && p < 0.75) return -Math.SQRT2 * erfcinvOfStdlib(2 * p);
  // 1 - p is exact above 1/2.
  const x = Math.SQRT2 * erfcinvOfStdlib(2 * Math.min(p, 1 - p));
  return p < 0.5 ? -x : x;
}

/** x with log P(Z <= x) = logP, for logP <= -300: Newton's method on the tail's logarithm; relative error below 2^-49. */
export function normalQuantileOfLog(logP: number): number {
  let t = Math.sqrt(-2 * logP - Math.log(-4 * Math.PI * logP));
  for (let round = 0; round < 6; round++) {
    const logTail = -(t * t) / 2 - Math.log(t * Math.sqrt(2 * Math.PI)) + Math.log(tailSeries(t));
    t += ((logTail - logP) * tailSeries(t)) / t;
  }
  return -t;
}

/** t (Mills ratio) = 1 - 1/t^2 + 3/t^4 - 15/t^6 + ... for t > 24: alternating, the first omitted term is below 2^-56. */
export function tailSeries(t: number): number {
  let sum = 1;
  for (let k = 8; k >= 1; k--) sum = 1 - (sum * (2 * k - 1)) / (t * t);
  return sum;
}
