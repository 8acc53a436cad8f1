/** How much room a claim leaves at one point: what `tightness` surveys over a domain. */

import type { Expression } from '../../theory/expression/ast.js';
import { logToNumber, toNumber, width } from '../../theory/expression/enclosure.js';
import type { ExtendedInterval } from '../../theory/expression/enclosure-interval.js';
import type { Claim } from '../../theory/language/claim.js';
import { exactlyAt } from '../exact-at.js';
import { type Decision, slackOf, unusedMargin } from '../point.js';
import { quantitiesOf } from '../quantities.js';
import type { Point } from '../verdict.js';

/** A claim at a point, in numbers: plain data. */
export interface Room {
  readonly point: Point;
  /** Midpoints of the sides' enclosures; null beyond the doubles, where the logarithm says more. */
  readonly lhs: number | null;
  readonly rhs: number | null;
  /** Half-widths of the same. */
  readonly lhsError: number | null;
  readonly rhsError: number | null;
  /** log of the sides; null where a side is not positive. */
  readonly logLhs: number | null;
  readonly logRhs: number | null;
  /** log(larger/smaller) in the claim's direction, their difference where a side is not positive; for `within` the unused part of the margin. Negative where the claim fails; null where the smaller side is 0, which leaves all the room there is. */
  readonly slack: number | null;
  /** Half-width of the slack's enclosure; null where it lacks an end, or is beyond the doubles. */
  readonly slackError: number | null;
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
  const slackError = errorOf(claim, point, decision);
  return {
    point,
    lhs: finite(toNumber(left)),
    rhs: finite(toNumber(right)),
    lhsError: finite(width(left) / 2),
    rhsError: finite(width(right) / 2),
    logLhs: logOf(left),
    logRhs: logOf(right),
    slack: slack === Number.MAX_VALUE ? null : withoutNoise(slack, slackError),
    slackError,
    holds: decision.state === 'holds',
    open: decision.state === 'unresolved',
    vacuous: isVacuous(claim, left, right),
  };
}

/** As slackOf measures. */
function errorOf(claim: Claim, point: Point, decision: Decision): number | null {
  const unused = unusedMargin(claim, point, decision, false);
  if (unused !== undefined) return finite(width(unused) / 2);
  const { left, right } = decision;
  if (left.lo > 0 && right.lo > 0) return finite((logWidth(left) + logWidth(right)) / 2);
  const [small, large] = claim.relation === '>=' ? [right, left] : [left, right];
  // Of a small probability known to absolute precision, what is given is the least room.
  if (small.lo >= 0 && large.lo > 0) return null;
  return finite((width(left) + width(right)) / 2);
}

function logWidth(side: ExtendedInterval): number {
  const { lo, hi } = logToNumber(side);
  return hi - lo;
}

/** A slack within the error of the computation is none: sides that are equal differ by rounding alone. */
function withoutNoise(slack: number, error: number | null): number {
  return error !== null && Math.abs(slack) <= 2 * error ? 0 : slack;
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
