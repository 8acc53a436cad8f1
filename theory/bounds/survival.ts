/** Enough width for all depths (W3): Cantelli's inequality, with bounds of m and v that hold from some width on. */
import Fraction from 'fraction.js';
import type { SurvivalStatement } from './claimed.js';
import { type LayerStatement, type Sufficient, sufficientFor } from './statement.js';

/** m > -5x/2 - beta x^2 and v < 5x + gamma x^2 for relu, from moderate widths on (F5 has 49/12 and 37/2). */
export const meanCoefficient = new Fraction(5);
export const varianceCoefficient = new Fraction(26);

const mostCounted = 4096;

/** What proves the two bounds. */
export function survivalBounds(n: number): readonly [Sufficient, Sufficient] {
  const relu = (
    kind: 'logMean' | 'logVariance',
    relation: '<=' | '>=',
    bound: Fraction[],
  ): LayerStatement => ({
    quantity: { kind },
    activation: 'relu',
    relation,
    bound,
  });
  const zero = new Fraction(0);
  return [
    sufficientFor(relu('logMean', '>=', [zero, new Fraction('-5/2'), meanCoefficient.neg()]), n),
    sufficientFor(relu('logVariance', '<=', [zero, new Fraction(5), varianceCoefficient]), n),
  ];
}

/**
 * Whether a net of L layers with L v <= variance, L |m| <= shift and at most `dead` = L q falls below the floor with probability at
 * most the risk: dead + V/(V + (log(1/floor) - M)^2) <= risk.
 * @param reach a lower bound of log(1/floor).
 */
export function isCantelliEnough(
  { risk }: SurvivalStatement,
  reach: Fraction,
  variance: Fraction,
  shift: Fraction,
  dead: Fraction,
): boolean {
  const room = reach.sub(shift);
  if (room.compare(0) <= 0) return false;
  return dead.add(variance.div(variance.add(room.mul(room)))).compare(risk) <= 0;
}

/** The inequality of the tail: all depths L <= d/ratio, all d >= from. */
export function isSurvivalShownFrom(statement: SurvivalStatement, reach: Fraction, from: number): boolean {
  const perWidth = statement.ratio.inverse();
  const atMost = (leading: string, coefficient: Fraction) =>
    new Fraction(leading).add(coefficient.div(from)).mul(perWidth);
  // d 2^-d falls from d = 2 on: beyond this many layers' units it is no longer worked out.
  const counted = Math.min(from, mostCounted);
  const dead = perWidth.mul(counted).div(new Fraction(2n ** BigInt(counted), 1n));
  const [shift, variance] = [atMost('5/2', meanCoefficient), atMost('5', varianceCoefficient)];
  return isCantelliEnough(statement, reach, variance, shift, dead);
}
