/**
 * Bounds for one layer's factor X = (y_1 + ... + y_d)/d, y = phi(z)^2/p i.i.d. of mean 1, z standard normal (F3 with p g = 1), as
 * polynomials in x = 1/d that hold for every d. A function f is compared with its Taylor polynomial T of odd degree 2n-1 around 1. Lagrange's
 * remainder is f^(2n) u^(2n)/(2n)!: where f^(2n) has one sign on the whole half-line, E T(X), a polynomial in x, bounds E f(X).
 * docs/derivations/bounds.md has the argument in full.
 */
import Fraction from 'fraction.js';
import { cumulantsFromMoments, momentsFromCumulants } from '../series/cumulants.js';
import { rawMomentsOfUnit } from '../series/log-cumulants.js';
import { type Polynomial, polynomials, valueOfPolynomial } from '../series/ring.js';

export type BoundActivation = 'relu' | 'linear';

/** E u^k, u = X - 1, for k = 0..count-1, exactly. */
export function momentsOfFactor(activation: BoundActivation, count: number): Polynomial[] {
  const t = new Fraction(activation === 'relu' ? '1' : '1/2');
  return momentsOfMean(rawMomentsOfUnit(count).map((each) => valueOfPolynomial(each, t)));
}

/** E w^k, w = 2N/d - 1 with N ~ Binomial(d, 1/2), a mean of d fair signs, for k = 0..count-1, exactly. */
export function momentsOfActiveShare(count: number): Polynomial[] {
  return momentsOfMean(Array.from({ length: count }, (_, k) => new Fraction(k % 2 === 0 ? 1 : 0)));
}

/** Moments of the mean of d i.i.d. variables, its own mean moved to 0: the cumulant of order j of the mean is theirs times x^(j-1). */
function momentsOfMean(raw: readonly Fraction[]): Polynomial[] {
  const cumulants = cumulantsFromMoments(
    polynomials,
    raw.map((each) => [each]),
  );
  const ofMean = cumulants.map((kappa, j) => (j >= 2 ? shifted(kappa, j - 1) : []));
  return momentsFromCumulants(polynomials, ofMean);
}

/** Times x^power. */
export function shifted(polynomial: Polynomial, power: number): Polynomial {
  return [...Array.from({ length: power }, () => new Fraction(0)), ...polynomial];
}

/** c_0 + c_1 u + ...: a Taylor polynomial around X = 1. */
export type Taylor = readonly Fraction[];

/** E T as a polynomial in x. */
export function expectation(taylor: Taylor, moments: readonly Polynomial[]): Polynomial {
  return taylor.reduce<Polynomial>(
    (sum, coefficient, k) => polynomials.add(sum, polynomials.scale(moments[k]!, coefficient)),
    [],
  );
}

/** T(-1): at a dead layer. */
export function atDeath(taylor: Taylor): Fraction {
  return valueOfPolynomial(taylor, new Fraction(-1));
}

/** log(1+u) up to u^degree. */
export function taylorOfLog(degree: number): Taylor {
  return Array.from({ length: degree + 1 }, (_, k) =>
    k === 0 ? new Fraction(0) : new Fraction(k % 2 === 1 ? 1 : -1, k),
  );
}

/** (1+u)^s up to u^degree. */
export function taylorOfPower(s: Fraction, degree: number): Taylor {
  const coefficients = [new Fraction(1)];
  for (let k = 1; k <= degree; k++) coefficients.push(coefficients[k - 1]!.mul(s.sub(k - 1)).div(k));
  return coefficients;
}

/** The product of two Taylor polynomials, cut off behind u^degree. */
export function productOf(a: Taylor, b: Taylor, degree: number): Taylor {
  return polynomials.multiply(a, b).slice(0, degree + 1);
}
