/**
 * F5 derived: the cumulants of log S, S = (y_1 + ... + y_d)/d with y = phi(z)^2/p i.i.d. of mean 1 (z standard normal), as
 * formal power series in x = 1/d. docs/derivations/expansions.md has the argument.
 */
import Fraction from 'fraction.js';
import { cumulantsFromMoments, momentsFromCumulants } from './cumulants.js';
import { type Polynomial, polynomials, powerSeries } from './ring.js';

/**
 * E y^k for k = 0..count-1 as polynomials in t = 1/(1+alpha^2): with E phi(z)^(2k) = (2k-1)!! (1+alpha^(2k))/2 and
 * p = (1+alpha^2)/2, E y^k = (2k-1)!! 2^(k-1) (t^k + (1-t)^k). relu is t = 1, linear t = 1/2.
 */
export function rawMomentsOfUnit(count: number): Polynomial[] {
  const t: Polynomial = [new Fraction(0), new Fraction(1)];
  const rest: Polynomial = [new Fraction(1), new Fraction(-1)];
  const moments: Polynomial[] = [polynomials.one];
  let [powerOfT, powerOfRest, factor] = [t, rest, new Fraction(1)];
  for (let k = 1; k < count; k++) {
    moments.push(polynomials.scale(polynomials.add(powerOfT, powerOfRest), factor));
    powerOfT = polynomials.multiply(powerOfT, t);
    powerOfRest = polynomials.multiply(powerOfRest, rest);
    factor = factor.mul(2 * (2 * k + 1));
  }
  return moments;
}

/**
 * Coefficients of x, x^2, ..., x^order in the cumulant of this order of log S, as polynomials in t = 1/(1+alpha^2). For
 * relu S = 0 has the probability 2^-d, which is beyond all orders of x: the same series holds given S > 0.
 */
export function logCumulantPolynomials(cumulant: number, order: number): Polynomial[] {
  const series = powerSeries(polynomials, order);
  // E u^n = O(x^ceil(n/2)) for u = S - 1, so that n <= 2 order suffices.
  const count = 2 * order + 1;
  const cumulantsOfY = cumulantsFromMoments(polynomials, rawMomentsOfUnit(count));
  // The cumulant of order j of S is kappa_j x^(j-1); the mean is moved to 0.
  const cumulantsOfU = cumulantsOfY.map((kappa, j) =>
    series.zero.map((none, k) => (j >= 2 && k === j - 1 ? kappa : none)),
  );
  const momentsOfU = momentsFromCumulants(series, cumulantsOfU);
  const momentsOfLog = [series.one];
  for (let r = 1; r <= cumulant; r++) {
    const weights = powerOfLog(r, count);
    momentsOfLog.push(
      momentsOfU.reduce((sum, moment, n) => series.add(sum, series.scale(moment, weights[n]!)), series.zero),
    );
  }
  return cumulantsFromMoments(series, momentsOfLog)[cumulant]!.slice(1);
}

/** Coefficients of 1, u, ..., u^(count-1) in log(1+u)^r. */
function powerOfLog(r: number, count: number): Polynomial {
  const series = powerSeries(rationals, count - 1);
  const log = Array.from({ length: count }, (_, n) =>
    n === 0 ? new Fraction(0) : new Fraction(n % 2 === 1 ? 1 : -1, n),
  );
  let power = series.one;
  for (let i = 0; i < r; i++) power = series.multiply(power, log);
  return power;
}

const rationals = {
  zero: new Fraction(0),
  one: new Fraction(1),
  add: (a: Fraction, b: Fraction) => a.add(b),
  multiply: (a: Fraction, b: Fraction) => a.mul(b),
  scale: (a: Fraction, factor: Fraction) => a.mul(factor),
};
