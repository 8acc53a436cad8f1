/**
 * Statements about one layer, for every width from some width on, and what has to be negative for them to be true. p g = 1 (he for
 * relu, lecun and xavier for linear), normal weights.
 */
import Fraction from 'fraction.js';
import { type Polynomial, polynomials } from '../series/ring.js';
import { activeShareBounds, activeShareFrom, leastActiveHalfDegree } from './active-share.js';
import type { Residue } from './inequality.js';
import {
  atDeath,
  type BoundActivation,
  expectation,
  momentsOfFactor,
  productOf,
  type Taylor,
  taylorOfLog,
  taylorOfPower,
} from './layer.js';

/** One layer's m(d), v(d), or E X^s with 0 < s < 1. */
export type LayerQuantity =
  | { readonly kind: 'logMean' | 'logVariance' }
  | { readonly kind: 'moment'; readonly power: Fraction };

export interface LayerStatement {
  readonly quantity: LayerQuantity;
  readonly activation: BoundActivation;
  readonly relation: '<=' | '>=';
  /** B, in powers of x = 1/d: m, v, or log E X^s is at most (at least) B(1/d). */
  readonly bound: Polynomial;
}

/** Half the degree of the Taylor polynomials that are tried. */
export const leastHalfDegree = 2;
export const mostHalfDegree = 8;

const one = new Fraction(1);

/** Residues that, where all are negative, make a statement strictly true, for widths from `from` on. */
export interface Sufficient {
  readonly residues: readonly Residue[];
  readonly from: number;
  /** Of the Taylor polynomials that were used, half of one more than their degree. */
  readonly halfDegree: number;
}

/** @param n the Taylor polynomials have degree 2n - 1, or more where it takes more. */
export function sufficientFor(statement: LayerStatement, n: number): Sufficient {
  const { activation, relation, quantity } = statement;
  const throughActiveShare =
    activation === 'relu' && quantity.kind === (relation === '<=' ? 'logVariance' : 'logMean');
  const halfDegree = throughActiveShare ? Math.max(n, leastActiveHalfDegree) : n;
  return {
    residues: residuesOf(statement, halfDegree),
    halfDegree,
    from: throughActiveShare ? activeShareFrom : 1,
  };
}

function residuesOf(statement: LayerStatement, n: number): readonly Residue[] {
  const { quantity, relation } = statement;
  switch (quantity.kind) {
    case 'logMean':
      return relation === '<=' ? meanBelow(statement, n) : meanAbove(statement, n);
    case 'logVariance':
      return relation === '>=' ? varianceAbove(statement, n) : varianceBelow(statement, n);
    case 'moment':
      return relation === '<='
        ? momentBelow(statement, quantity.power, n)
        : momentAbove(statement, quantity.power, n);
  }
}

/**
 * log X <= T(u) for all X > 0, the 2n-th derivative of log being negative. Given alive,
 * (1-q) m <= E T - q T(-1), q = 2^-d for relu and 0 for linear nets; m <= B follows from E T - q T(-1) <= (1-q) B.
 */
function meanBelow({ activation, bound }: LayerStatement, n: number): Residue[] {
  const taylor = taylorOfLog(2 * n - 1);
  const plain = minus(expectation(taylor, momentsOfFactor(activation, 2 * n)), bound);
  const dead = polynomials.add([atDeath(taylor).neg()], bound);
  return [{ plain, dead: activation === 'relu' ? dead : [] }];
}

/** m is at least a polynomial: of the active share for relu (active-share.ts), -x - x^2/3 for linear nets (psi(y) >= log y - 1/(2y) - 1/(12y^2)). */
function meanAbove({ activation, bound }: LayerStatement, n: number): Residue[] {
  if (activation === 'linear') return [{ plain: minus(bound, polynomialOf(0, -1, '-1/3')), dead: [] }];
  // B (1-q) - lower bound of (1-q) m < 0.
  const { lowerMean } = activeShareBounds(n);
  return [{ plain: minus(bound, lowerMean.plain), dead: minus(negative(bound), lowerMean.dead) }];
}

/**
 * relu: by Cauchy and Schwarz v >= Cov(log X, u)^2 / Var u, given alive. u log X >= T(u), its 2n-th derivative being positive, and
 * m <= E[u | alive] = q/(1-q), so (1-q) Cov >= C := E T - q (T(-1) + 1), q <= 1/2; and (1-q) Var u <= E u^2. So C > 0 and
 * C^2 > B E u^2 suffice. Linear: v > 2x + 2x^2 (psi_1(y) > 1/y + 1/(2y^2)).
 */
function varianceAbove({ activation, bound }: LayerStatement, n: number): Residue[] {
  if (activation === 'linear') return [{ plain: minus(bound, polynomialOf(0, 2, 2)), dead: [] }];
  const moments = momentsOfFactor(activation, 2 * n);
  const taylor = productOf([new Fraction(0), one], taylorOfLog(2 * n - 1), 2 * n - 1);
  const mean = expectation(taylor, moments);
  const loss: Polynomial = [atDeath(taylor).add(1)];
  return [
    { plain: negative(mean), dead: loss },
    {
      plain: minus(polynomials.multiply(bound, moments[2]!), polynomials.multiply(mean, mean)),
      dead: polynomials.scale(polynomials.multiply(mean, loss), new Fraction(2)),
    },
  ];
}

/** v is at most a polynomial of the active share for relu, 2x + 2x^2 + 4x^3/3 for linear nets (psi_1(y) <= 1/y + 1/(2y^2) + 1/(6y^3)). */
function varianceBelow({ activation, bound }: LayerStatement, n: number): Residue[] {
  if (activation === 'linear') return [{ plain: minus(polynomialOf(0, 2, 2, '4/3'), bound), dead: [] }];
  const { upperVariance } = activeShareBounds(n);
  // Upper bound of (1-q) v - (1-q) B < 0.
  return [{ plain: minus(upperVariance.plain, bound), dead: polynomials.add(upperVariance.dead, bound) }];
}

/** X^s <= T(u), the 2n-th derivative being negative for 0 < s < 1; and e^B >= 1 + B + ... + B^(2n-1)/(2n-1)! for all B. */
function momentBelow({ activation, bound }: LayerStatement, s: Fraction, n: number): Residue[] {
  const above = expectation(taylorOfPower(s, 2 * n - 1), momentsOfFactor(activation, 2 * n));
  return [{ plain: minus(above, exponential(bound, 2 * n - 1)), dead: [] }];
}

/**
 * X^s >= T(u) - T(-1) u^(2n): the ratio (T(u) - X^s)/u^(2n) is a mean of -f^(2n) over [1, X], so it falls in X and is largest at
 * X = 0. And e^B <= 1 + B + ... + B^(2n)/(2n)! for B <= 0.
 */
function momentAbove({ activation, bound }: LayerStatement, s: Fraction, n: number): Residue[] {
  const moments = momentsOfFactor(activation, 2 * n + 1);
  const taylor: Taylor = taylorOfPower(s, 2 * n - 1);
  const below = minus(expectation(taylor, moments), polynomials.scale(moments[2 * n]!, atDeath(taylor)));
  return [
    { plain: bound, dead: [] },
    { plain: minus(exponential(bound, 2 * n), below), dead: [] },
  ];
}

/** 1 + B + ... + B^degree/degree!, for B in powers of x. */
function exponential(bound: Polynomial, degree: number): Polynomial {
  let [sum, term] = [polynomials.one, polynomials.one];
  for (let k = 1; k <= degree; k++) {
    term = polynomials.scale(polynomials.multiply(term, bound), new Fraction(1, k));
    sum = polynomials.add(sum, term);
  }
  return sum;
}

const negative = (a: Polynomial): Polynomial => polynomials.scale(a, new Fraction(-1));
const minus = (a: Polynomial, b: Polynomial): Polynomial => polynomials.add(a, negative(b));
const polynomialOf = (...coefficients: (number | string)[]): Polynomial =>
  coefficients.map((each) => new Fraction(each));
