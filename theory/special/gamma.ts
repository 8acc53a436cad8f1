/**
 * Gamma and its relatives on the whole real line. NaN at the poles 0, -1, -2, ... and for NaN.
 * Accuracy for x > 0, shown by test/theory/special: relative 2^-50 (and absolute 2^-50 where the value crosses zero:
 * lgamma at 1 and 2, digamma at 1.4616...). For x < 0 the same away from zeros and poles.
 */
import digammaOfStdlib from '@stdlib/math-base-special-digamma';
import gammaOfStdlib from '@stdlib/math-base-special-gamma';
import lgammaOfStdlib from '@stdlib/math-base-special-gammaln';
import trigammaOfStdlib from '@stdlib/math-base-special-trigamma';
import { euler, pi } from './constants.js';
import { divide, fromDouble } from './double-double.js';
import { powerOfPositive, product, type Scaled } from './scaled.js';

const isPole = (x: number): boolean => x <= 0 && Number.isInteger(x);

/** The gamma function; Infinity above 171.62, where gammaScaled goes on. */
export function gamma(x: number): number {
  return isPole(x) || x === Number.NEGATIVE_INFINITY ? Number.NaN : gammaOfStdlib(x);
}

/** log |gamma(x)|. */
export function lgamma(x: number): number {
  if (isPole(x) || x === Number.NEGATIVE_INFINITY) return Number.NaN;
  // The library (gammaln 0.3.1) errs by up to 6e-15 between 1.19 and 1.2317, hence one below that, and where it reflects to there;
  // its gamma is right.
  const size = Math.abs(x);
  const doubtful = (size > 0.15 && size < 0.25) || (size > 1.15 && size < 1.25);
  return doubtful ? Math.log(Math.abs(gammaOfStdlib(x))) : lgammaOfStdlib(x);
}

/** The derivative of lgamma. */
export function digamma(x: number): number {
  if (isPole(x)) return Number.NaN;
  // 1/x^2 overflows inside the library's reflection below this: psi(x) = -1/x - EulerGamma + O(x).
  return Math.abs(x) < 1e-150 ? -1 / x : digammaOfStdlib(x);
}

/** The derivative of digamma. */
export function trigamma(x: number): number {
  return isPole(x) ? Number.NaN : trigammaOfStdlib(x);
}

/** Numerators over denominators of B_2k/(2k(2k-1)), k = 1..8 (DLMF 5.11.1). */
const stirlingCoefficients = [
  1 / 12,
  -1 / 360,
  1 / 1260,
  -1 / 1680,
  1 / 1188,
  -691 / 360360,
  1 / 156,
  -3617 / 122400,
];

/**
 * Stirling's error log gamma(x+1) - (x + 1/2) log x + x - log(2 pi)/2 for x > 0; absolute error below 5e-15.
 * From x = 15 the asymptotic series, whose error is below its first omitted term (1e-18); below by the recurrence.
 */
export function stirlingError(x: number): number {
  if (x < 15) return stirlingError(x + 1) + (x + 0.5) * Math.log1p(1 / x) - 1;
  const inverseSquare = 1 / (x * x);
  let sum = 0;
  for (let k = stirlingCoefficients.length - 1; k >= 0; k--) {
    sum = sum * inverseSquare + stirlingCoefficients[k]!;
  }
  return sum / x;
}

/**
 * gamma(x) for 100 <= x <= 2^40 without overflow, relative error below 2^-47:
 * sqrt(2 pi/x) (x/e)^x exp(stirlingError(x)), the power in double-double.
 */
function gammaScaled(x: number): Scaled {
  const whole = Math.floor(x);
  const ratio = divide(fromDouble(x), euler);
  const rest = Math.exp((x - whole) * Math.log(ratio.head));
  return product(
    [powerOfPositive(ratio, whole)],
    Math.sqrt((2 * pi.head) / x) * rest * Math.exp(stirlingError(x)),
  );
}

/** gamma(x) as a scaled number for any x > 0 up to 2^40. */
export function gammaOfPositive(x: number): Scaled {
  return x < 170 ? { mantissa: gamma(x), exponent: 0 } : gammaScaled(x);
}
