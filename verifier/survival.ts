/**
 * W3: P(X_L < floor) <= L q + L v/(L v + (log(1/floor) - L |m|)^2) for L |m| < log(1/floor), q = 2^-d, by Cantelli's inequality. Exact in
 * rationals, with a lower bound in place of the logarithm.
 */
import { logOf, lower } from './interval.js';
import {
  add,
  compare,
  divide,
  floorDivide,
  less,
  multiply,
  negate,
  type Rational,
  rational,
  subtract,
  zero,
} from './rational.js';

/** [lower, upper]. */
export type Pair = readonly [Rational, Rational];

interface Survival {
  readonly floor: Rational;
  readonly risk: Rational;
  readonly ratio: Rational;
}

/** Whether dead + spread/(spread + (log(1/floor) - shift)^2) <= risk, with log(1/floor) > shift. */
function isSafe({ floor, risk }: Survival, dead: Rational, spread: Rational, shift: Rational): boolean {
  const room = subtract(lower(logOf(divide(rational(1), floor))), shift);
  if (!less(zero, room) || less(spread, zero)) return false;
  const cantelli = divide(spread, add(spread, multiply(room, room)));
  return compare(add(dead, cantelli), risk) <= 0;
}

/** Whether enclosures of m and v show the statement at one width: for L = floor(d/ratio), the worst of all L with d >= ratio L. */
export const bySurvival =
  (statement: Survival) =>
  (width: number, pairs: readonly Pair[]): boolean => {
    const [m, v] = pairs as readonly [Pair, Pair];
    const { ratio } = statement;
    const depth = rational(floorDivide(BigInt(width) * ratio.den, ratio.num));
    if (depth.num === 0n) return true;
    const size = less(negate(m[0]), m[1]) ? m[1] : negate(m[0]);
    const dead = rational(depth.num, 1n << BigInt(width));
    return isSafe(statement, dead, multiply(depth, v[1]), multiply(depth, size));
  };

interface SurvivalTail {
  readonly from: number;
  readonly mean: Rational;
  readonly variance: Rational;
}

/**
 * Why the statement does not follow for d >= from out of m > -5/2 x + mean x^2 and v < 5 x + variance x^2, or undefined if it does. That
 * L |m| and L v are largest at d = from needs mean <= 0 <= variance.
 */
export function survivalTail(
  statement: Survival,
  { from, mean, variance }: SurvivalTail,
): string | undefined {
  if (less(zero, mean)) return 'tail.mean must not be positive.';
  if (less(variance, zero)) return 'tail.variance must not be negative.';
  const perLayer = (leading: Rational, next: Rational) =>
    divide(add(leading, divide(next, rational(from))), statement.ratio);
  const dead = divide(rational(BigInt(from), 1n << BigInt(from)), statement.ratio);
  const shift = perLayer(rational(5, 2), negate(mean));
  return isSafe(statement, dead, perLayer(rational(5), variance), shift)
    ? undefined
    : `W3 does not hold at tail.from = ${from}.`;
}
