/** Expansions of one layer's log-cumulants in 1/d (F5), as rational numbers and as expressions. */
import Fraction from 'fraction.js';
import { named, negated, over, plus, power, rational, times } from '../algebra/nodes.js';
import type { Expression } from '../expression/ast.js';
import { logCumulantPolynomials } from './log-cumulants.js';
import { type Polynomial, valueOfPolynomial } from './ring.js';

export type SeriesActivation =
  | { readonly kind: 'relu' | 'linear' }
  | { readonly kind: 'leaky-relu'; readonly slope: Fraction };

/** alpha = 0 for relu, 1 for linear. */
function slopeOf(activation: SeriesActivation): Fraction {
  if (activation.kind === 'leaky-relu') return activation.slope;
  return new Fraction(activation.kind === 'relu' ? 0 : 1);
}

/**
 * Coefficients of 1/d, 1/d^2, ..., 1/d^order in a cumulant (1 mean, 2 variance, 3, ...) of the log of one layer's factor,
 * for normal weights with p g = 1, exactly. Given alive; the condition changes no coefficient.
 */
export function logCumulantSeries(activation: SeriesActivation, cumulant: number, order: number): Fraction[] {
  checkOrders(cumulant, order);
  const slope = slopeOf(activation);
  const t = slope.mul(slope).add(1).inverse();
  return logCumulantPolynomials(cumulant, order).map((coefficient) => valueOfPolynomial(coefficient, t));
}

/** c_1/name + c_2/name^2 + ... as an expression. */
export function seriesToExpression(coefficients: readonly Fraction[], name: string): Expression {
  return inPowers(
    coefficients.map((value) => rational(value)),
    name,
  );
}

/** The derived expansion as an expression in d, and in alpha, the slope, for leaky relu. */
export function derivedExpansion(
  activation: 'relu' | 'linear' | 'leaky-relu',
  cumulant: number,
  order: number,
): Expression {
  if (activation !== 'leaky-relu')
    return seriesToExpression(logCumulantSeries({ kind: activation }, cumulant, order), 'd');
  checkOrders(cumulant, order);
  return inPowers(logCumulantPolynomials(cumulant, order).map(inSlope), 'd');
}

/** A polynomial in t = 1/(1+alpha^2) as a sum over powers of 1+alpha^2. */
function inSlope(polynomial: Polynomial): Expression {
  const base = plus(rational(1), power(named('alpha'), rational(2)));
  const [constant, ...rest] = polynomial;
  return rest.reduce(
    (sum, coefficient, k) => withTerm(sum, rational(coefficient), power(base, rational(k + 1))),
    rational(constant ?? 0),
  );
}

function inPowers(coefficients: readonly Expression[], name: string): Expression {
  return coefficients.reduce(
    (sum, c, k) => withTerm(sum, c, power(named(name), rational(k + 1))),
    rational(0),
  );
}

function withTerm(sum: Expression, coefficient: Expression, divisor: Expression): Expression {
  if (coefficient.kind !== 'number') return plus(sum, over(coefficient, divisor));
  const { n, d, s } = coefficient.value;
  if (n === 0n) return sum;
  const magnitude = over(rational(new Fraction(n, 1n)), times(rational(new Fraction(d, 1n)), divisor));
  return plus(sum, s < 0n ? negated(magnitude) : magnitude);
}

function checkOrders(cumulant: number, order: number): void {
  if (!Number.isInteger(cumulant) || cumulant < 1)
    throw new RangeError('The order of a cumulant is an integer from 1 on.');
  if (!Number.isInteger(order) || order < 1)
    throw new RangeError('The order of an expansion is an integer from 1 on.');
}
