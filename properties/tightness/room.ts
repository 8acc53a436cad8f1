/** How much room a claim leaves at one point: what `tightness` surveys over a domain. */

import type { Expression } from '../../theory/expression/ast.js';
import { logToNumber, toNumber, width } from '../../theory/expression/enclosure.js';
import type { ExtendedInterval } from '../../theory/expression/enclosure-interval.js';
import type { Claim } from '../../theory/language/claim.js';
import { exactlyAt } from '../exact-at.js';
import { slackOf } from '../point.js';
import { quantitiesOf } from '../quantities.js';
import type { Point } from '../verdict.js';

/** A claim at a point, in numbers: plain data. */
export interface Room {
  readonly point: Point;
  /** Midpoints of the sides' enclosures; null beyond the doubles, where the logarithm says more. */
  readonly lhs: number | null;
  readonly rhs: number | null;
  /** log of the sides; null where a side is not positive. */
  readonly logLhs: number | null;
  readonly logRhs: number | null;
  /** log(larger/smaller) in the claim's direction, their difference where a side is not positive; for `within` the unused part of the margin. Negative where the claim fails; null where the smaller side is 0, which leaves all the room there is. */
  readonly slack: number | null;
  readonly holds: boolean;
  /** Neither that it holds nor that it fails could be shown: the sides agree to within the error of the computation. */
  readonly open: boolean;
  /** A bound that says nothing: a probability above 1, or below 0. */
  readonly vacuous: boolean;
}

export function roomAt(claim: Claim, point: Point): Room {
  const decision = exactlyAt(claim, point);
  const { left, right } = decision;
  const slack = slackOf(claim, point, decision, false);
  return {
    point,
    lhs: finite(toNumber(left)),
    rhs: finite(toNumber(right)),
    logLhs: logOf(left),
    logRhs: logOf(right),
    slack: slack === Number.MAX_VALUE ? null : withoutNoise(slack, left, right),
    holds: decision.state === 'holds',
    open: decision.state === 'unresolved',
    vacuous: isVacuous(claim, left, right),
  };
}

/** A slack within the error of the computation is none: sides that are equal differ by rounding alone. */
function withoutNoise(slack: number, left: ExtendedInterval, right: ExtendedInterval): number {
  const spread = [left, right].reduce((sum, side) => {
    if (!(side.lo > 0)) return sum + width(side);
    const { lo, hi } = logToNumber(side);
    return sum + hi - lo;
  }, 0);
  return Math.abs(slack) <= spread ? 0 : slack;
}

const finite = (x: number) => (Number.isFinite(x) ? x : null);

function logOf(side: ExtendedInterval): number | null {
  if (!(side.lo > 0)) return null;
  const { lo, hi } = logToNumber(side);
  return finite((lo + hi) / 2);
}

/** P <= B says nothing where B >= 1, P >= B nothing where B <= 0. */
export function isVacuous(
  { relation, left: first, right: second }: Claim,
  left: ExtendedInterval,
  right: ExtendedInterval,
): boolean {
  if (relation === '=') return false;
  const isBoundAbove = (relation === '<=') === isProbability(first, second);
  if (!isProbability(first, second) && !isProbability(second, first)) return false;
  const bound = isProbability(first, second) ? right : left;
  return isBoundAbove ? bound.lower >= 1 : bound.upper <= 0;
}

/** A probability against a closed form. */
function isProbability(side: Expression, other: Expression): boolean {
  return side.kind === 'quantity' && side.quantity.functional === 'P' && quantitiesOf(other).length === 0;
}
