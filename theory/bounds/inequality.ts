/**
 * Inequalities P(x) + 2^-d Q(x) < 0 at x = 1/d for every integer d from some D on, by a criterion so simple that it can be checked by
 * hand: the leading coefficient of P is negative, and outweighs all positive coefficients at d = D, hence beyond.
 */
import Fraction from 'fraction.js';
import type { Polynomial } from '../series/ring.js';

export interface Residue {
  /** P, in powers of x = 1/d. */
  readonly plain: Polynomial;
  /** Q, the part that carries the factor 2^-d (dead layers). */
  readonly dead: Polynomial;
}

const zero = new Fraction(0);

/** Order and coefficient of the first nonzero term of P; undefined if P = 0. */
export function leadingTerm({ plain }: Residue): { order: number; coefficient: Fraction } | undefined {
  const order = plain.findIndex((each) => !each.equals(0));
  return order < 0 ? undefined : { order, coefficient: plain[order]! };
}

/**
 * Whether the criterion shows P + 2^-d Q < 0 for all d >= from. After division by x^k, k the leading order, the terms c_j d^(k-j) of P beyond the
 * leading one fall in absolute value, and so do the terms 2^-d q_j d^(k-j) of Q once d >= 2k (2^-d d^m falls from m/log 2 on).
 * Negative coefficients are dropped, positive ones are largest at d = from.
 */
export function isNegativeFrom(residue: Residue, from: number): boolean {
  const leading = leadingTerm(residue);
  if (leading === undefined || leading.coefficient.compare(0) >= 0) return false;
  const { order, coefficient } = leading;
  if (from < 2 * order || from < 1) return false;
  const positive = (polynomial: Polynomial, start: number) =>
    polynomial.reduce(
      (sum, each, j) => (j >= start && each.compare(0) > 0 ? sum.add(each.mul(power(from, order - j))) : sum),
      zero,
    );
  const deadPart = positive(residue.dead, 0).mul(power(2, -from));
  return (
    positive(residue.plain, order + 1)
      .add(deadPart)
      .add(coefficient)
      .compare(0) < 0
  );
}

/** The least power of 2 from which on the criterion works, up to `most`. */
export function negativeFrom(residue: Residue, most: number): number | undefined {
  for (let from = 1; from <= most; from *= 2) if (isNegativeFrom(residue, from)) return from;
  return undefined;
}

function power(base: number, exponent: number): Fraction {
  const size = new Fraction(BigInt(base) ** BigInt(Math.abs(exponent)), 1n);
  return exponent < 0 ? size.inverse() : size;
}
