/**
 * Bounds of relu's m and v from the other side. log X has no lower bound by a polynomial in X, but given N, the number of active units,
 * m and v are made of psi(N/2) and psi_1(N/2) (F4), and N >= 1: 1 + w = 2N/d is at least 2/d. All functions here have positive, falling 2n-th derivatives
 * on (0, 2], so (f - T)/w^(2n) falls in w: its value at N = 1 bounds the remainder. docs/derivations/bounds.md has the argument in full.
 */
import Fraction from 'fraction.js';
import { type Polynomial, polynomials } from '../series/ring.js';
import type { Residue } from './inequality.js';
import {
  atDeath,
  expectation,
  momentsOfActiveShare,
  productOf,
  shifted,
  type Taylor,
  taylorOfLog,
  taylorOfPower,
} from './layer.js';

/** The bounds hold for widths from here on. */
export const activeShareFrom = 32;
/** (1 - 2/d)^-1 at the least width. */
const stretch = new Fraction(activeShareFrom, activeShareFrom - 2);
/** log y <= y/e, log(y)^2 <= 4y/e^2 for y >= 1, rounded up. */
const [logSlope, squareLogSlope] = [new Fraction('37/100'), new Fraction('55/100')];
/** Largest power of d in a remainder: E w^(2n) = O(d^-n) has to make up for it. */
export const leastActiveHalfDegree = 4;

export interface ActiveShareBounds {
  /** (1-q) m is at least plain + q dead, q = 2^-d. */
  readonly lowerMean: Residue;
  /** (1-q) v is at most plain + q dead. */
  readonly upperVariance: Residue;
}

/** @param n at least 4: the Taylor polynomials have degree 2n - 1. */
export function activeShareBounds(n: number): ActiveShareBounds {
  const degree = 2 * n - 1;
  const moments = momentsOfActiveShare(2 * n + 3);
  const log = taylorOfLog(degree);
  const inverse = (power: number): Taylor => taylorOfPower(new Fraction(-power), degree);

  /** E[w^(2r) f; alive] is at most this, f being at most `slope` (d/2)^power at N = 1 and T(-1) >= 0. */
  const upper = (taylor: Taylor, slope: Fraction, power: number, r = 0): Polynomial => {
    const weight = shifted([new Fraction(1)], 2 * r);
    const largest = slope.mul(stretch.pow(2 * n)!).div(2 ** power);
    const remainder = polynomials.scale(moments[2 * (n + r)]!.slice(power), largest);
    return polynomials.add(expectation(polynomials.multiply(weight, taylor), moments), remainder);
  };
  const one = new Fraction(1);
  const inverses = (power: number, r = 0) => upper(inverse(power), one, power, r);
  const term = (factor: string, order: number, polynomial: Polynomial) =>
    shifted(polynomials.scale(polynomial, new Fraction(factor)), order);
  const sum = (...terms: Polynomial[]) => terms.reduce(polynomials.add, []);

  // log(1+w) - 1/N - 1/(3N^2) <= psi(N/2) - log(d/4); T - log is at most log(d/2) at N = 1.
  const lossOfLog = polynomials.scale(moments[2 * n]!.slice(1), logSlope.mul(stretch.pow(2 * n)!).div(2));
  const lowerMean = {
    plain: sum(
      expectation(log, moments),
      term('-1', 0, lossOfLog),
      term('-2', 1, inverses(1)),
      term('-4/3', 2, inverses(2)),
    ),
    dead: [atDeath(log).neg()],
  };

  const squareOfLog = upper(productOf(log, log, degree), squareLogSlope, 1);
  const minusLogOverShare = upper(
    polynomials.scale(productOf(log, inverse(1), degree), new Fraction(-1)),
    logSlope,
    2,
  );
  // v is at most the second moment about any centre: about -5/(2d), m's leading term, with psi(N/2) - log(d/4) <= log(1+w) - 1/N.
  const centre = new Fraction('-5/2');
  const aboutCentre = {
    plain: sum(
      term('5', 1, expectation(log, moments)),
      term('-10', 2, expectation(inverse(1), moments)),
      shifted([centre.mul(centre)], 2),
    ),
    dead: sum(term('-5', 1, [atDeath(log)]), term('10', 2, [atDeath(inverse(1))])),
  };
  const upperVariance = sum(
    aboutCentre.plain,
    // psi_1(N/2) <= 2/N + 2/N^2 + 4/(3N^3)
    term('4', 1, inverses(1)),
    term('8', 2, inverses(2)),
    term('32/3', 3, inverses(3)),
    // (log(1+w) - 1/N)^2
    squareOfLog,
    term('4', 1, minusLogOverShare),
    term('4', 2, inverses(2)),
    // What psi(N/2) lies below log(1+w) - 1/N + log(d/4), times twice that: max(-log y, 0) <= (4 (1-y)^2 + 1/4)/(2y).
    term('16/3', 2, inverses(3, 1)),
    term('1/3', 2, inverses(3)),
    term('16/3', 3, inverses(3)),
    // and its square, at most 1/(9N^4)
    term('16/9', 4, inverses(4)),
  );
  return { lowerMean, upperVariance: { plain: upperVariance, dead: aboutCentre.dead } };
}
