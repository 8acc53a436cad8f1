/** One claim at one point: both sides enclosed, all errors inside, then compared. */

import { InputError } from '../theory/errors.js';
import type { Expression, QuantityNode } from '../theory/expression/ast.js';
import {
  absolute,
  enclose,
  logToNumber,
  NotFinite,
  toNumber,
  width,
} from '../theory/expression/enclosure.js';
import {
  certainlyLess,
  certainlyLessEqual,
  divide,
  ExtendedInterval,
  everything,
  one,
  subtract,
  zero,
} from '../theory/expression/enclosure-interval.js';
import { toText } from '../theory/expression/text.js';
import type { Claim } from '../theory/language/claim.js';
import { describe } from './describe.js';
import { widthsAt } from './network-at.js';
import { observableAt } from './observables.js';
import { partsOf, quantitiesOf } from './quantities.js';
import type { Counterexample, OneSided, Point } from './verdict.js';

/** The margin of an equality of a drawn quantity without `within`. */
const drawnMargin = 0.05;

/** An enclosure of the quantity at the point in question. */
export type Valuation = (node: QuantityNode) => ExtendedInterval;

export interface Decision {
  readonly state: 'holds' | 'fails' | 'unresolved';
  readonly left: ExtendedInterval;
  readonly right: ExtendedInterval;
}

/**
 * Decides the claim at a point from enclosures of its quantities. `drawn` says that they come from nets: an equality
 * without `within` then means a margin of 5 %.
 * @throws InputError if a side is not a finite number there.
 */
export function decideAt(claim: Claim, point: Point, valuation: Valuation, drawn: boolean): Decision {
  const left = finite(point, () => enclose(claim.left, point, valuation));
  const right = finite(point, () => enclose(claim.right, point, valuation));
  return { state: stateOf(claim, point, left, right, drawn), left, right };
}

/** The tolerance at a point, as written or as implied for drawn quantities. */
export function toleranceAt(
  claim: Claim,
  point: Point,
  drawn: boolean,
): { kind: 'relative' | 'absolute'; value: ExtendedInterval } | undefined {
  if (claim.relation !== '=') return undefined;
  if (claim.tolerance === undefined)
    return drawn ? { kind: 'relative', value: ExtendedInterval.point(drawnMargin) } : undefined;
  const { kind, value } = claim.tolerance;
  const margin = finite(point, () => enclose(value, point));
  if (!(margin.lower > 0)) {
    throw new InputError(
      `At ${describe(point)} the margin ${toText(value)} is ${toNumber(margin)}; it must be positive.`,
      value.span.start + 1,
    );
  }
  return { kind, value: margin };
}

/**
 * Makes sure that the closed forms and the margin are finite real numbers at a point, whatever the quantities are, layer
 * indices those of layers, and widths those of nets.
 * @throws InputError that names the point if they are not.
 */
export function checkFinite(claim: Claim, point: Point): void {
  const quantities = [claim.left, claim.right].flatMap(quantitiesOf);
  for (const quantity of quantities) {
    observableAt(quantity.observable, point, claim.settings);
    for (const part of partsOf(quantity)) finite(point, () => enclose(part, point, () => everything));
  }
  if (quantities.length > 0) finite(point, () => enclose(claim.settings.target, point));
  finite(point, () => enclose(claim.left, point, () => everything));
  finite(point, () => enclose(claim.right, point, () => everything));
  widthsAt(claim, point);
  toleranceAt(claim, point, false);
}

function stateOf(
  claim: Claim,
  point: Point,
  left: ExtendedInterval,
  right: ExtendedInterval,
  drawn: boolean,
): Decision['state'] {
  const hasValue = (side: Expression, value: ExtendedInterval) => value.isBounded || (drawn && isMean(side));
  const haveValues = hasValue(claim.left, left) && hasValue(claim.right, right);
  if (claim.relation === '<=') return lessEqual(left, right, haveValues);
  if (claim.relation === '>=') return lessEqual(right, left, haveValues);
  const tolerance = toleranceAt(claim, point, drawn);
  if (tolerance === undefined) {
    if (certainlyLess(left, right) || certainlyLess(right, left)) return 'fails';
    return left.isPoint && right.isPoint ? 'holds' : 'unresolved';
  }
  // Only 0 is within some per cent of 0.
  if (tolerance.kind === 'relative' && isZero(right)) return lessEqual(absolute(left), zero);
  return lessEqual(deviation(left, right, tolerance.kind), tolerance.value);
}

const isZero = ({ lo, hi }: ExtendedInterval) => lo === 0 && hi === 0;

/** How far the sides are apart, and how far they may be, for a claim with `within`. */
export function marginOf(
  claim: Claim,
  point: Point,
  { left, right }: Decision,
): { readonly deviation: number; readonly tolerance: number } | undefined {
  const tolerance = toleranceAt(claim, point, false);
  if (tolerance === undefined || (tolerance.kind === 'relative' && isZero(right))) return undefined;
  return {
    deviation: finiteNumber(toNumber(deviation(left, right, tolerance.kind))),
    tolerance: finiteNumber(toNumber(tolerance.value)),
  };
}

/** |lhs - rhs|, or |lhs/rhs - 1|. */
function deviation(
  left: ExtendedInterval,
  right: ExtendedInterval,
  kind: 'relative' | 'absolute',
): ExtendedInterval {
  if (kind === 'absolute') return absolute(subtract(left, right));
  // A right side that is 0 up to rounding has no quotient, but what is well apart from it is many times its size away.
  if (right.lo <= 0 && right.hi >= 0) return divide(absolute(subtract(left, right)), absolute(right));
  return absolute(subtract(divide(left, right), one));
}

/** A drawn mean that is enclosed on one side alone is a finite number all the same: weights have all moments. */
const isMean = (side: Expression) => side.kind === 'quantity' && side.quantity.functional === 'mean';

/** @param haveValues whether both are known to be finite numbers. */
function lessEqual(
  a: ExtendedInterval,
  b: ExtendedInterval,
  haveValues = a.isBounded && b.isBounded,
): Decision['state'] {
  // Enclosures contain finite numbers: one that has no end may belong to a side that has no value (the log of a median that may be 0).
  if (haveValues && certainlyLessEqual(a, b)) return 'holds';
  return certainlyLess(b, a) ? 'fails' : 'unresolved';
}

/** Where the enclosures of quantities leave a side without a value: bad input, if they are sure. */
export class NoValue extends InputError {
  constructor(
    message: string,
    column: number,
    /** What is no number, and why. */
    readonly finding: string,
  ) {
    super(message, column);
  }
}

/** Says at which point of the domain an expression is not a finite real number. */
function finite<T>(point: Point, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof NotFinite) {
      const message = `At ${describe(point)} ${error.message}; restrict the domain with where.`;
      if (error.fromQuantity) throw new NoValue(message, error.column, error.message);
      throw new InputError(message, error.column);
    }
    throw error;
  }
}

export function counterexample(point: Point, { left, right }: Decision): Counterexample {
  const [lhs, rhs] = [toNumber(left), toNumber(right)];
  const logOf = (side: ExtendedInterval, value: number) => {
    // Doubles end at e^-708 and e^709.
    const outOfRange = (Math.abs(value) < 1e-300 || Math.abs(value) > 1e300) && !isZero(side);
    const { lo, hi } = logToNumber(side);
    return outOfRange && Number.isFinite(lo) && Number.isFinite(hi) ? (lo + hi) / 2 : undefined;
  };
  const logLhs = logOf(left, lhs);
  const logRhs = logOf(right, rhs);
  return {
    point,
    lhs: finiteNumber(lhs),
    // An enclosure without an end on one side: what is given is the other end.
    lhsError: left.isBounded ? finiteNumber(width(left) / 2) : 0,
    rhs: finiteNumber(rhs),
    ...(logLhs === undefined ? {} : { logLhs }),
    ...(logRhs === undefined ? {} : { logRhs }),
    ...(left.isBounded ? {} : { lhsIs: oneSided(left) }),
    ...(right.isBounded ? {} : { rhsIs: oneSided(right) }),
  };
}

const oneSided = ({ hi }: ExtendedInterval): OneSided => (hi === Infinity ? 'at least' : 'at most');

/** JSON has no Infinity: a number beyond the doubles is given as the largest one, with its logarithm beside it. */
function finiteNumber(x: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, x));
}

/** The part of the margin that is left, 1 at most; undefined for a claim without one. */
export function unusedMargin(
  claim: Claim,
  point: Point,
  { left, right }: Decision,
  drawn: boolean,
): ExtendedInterval | undefined {
  const tolerance = toleranceAt(claim, point, drawn);
  if (tolerance === undefined) return undefined;
  // Only 0 is within some per cent of 0: nothing of the margin is left, or ever was.
  if (tolerance.kind === 'relative' && isZero(right)) return zero;
  return subtract(one, divide(deviation(left, right, tolerance.kind), tolerance.value));
}

/** How much room is left at a point (see Tightness). */
export function slackOf(claim: Claim, point: Point, decision: Decision, drawn: boolean): number {
  const unused = unusedMargin(claim, point, decision, drawn);
  if (unused !== undefined) return finiteNumber(toNumber(unused));
  const { left, right } = decision;
  if (claim.relation === '=') return 0;
  const [below, above] = claim.relation === '>=' ? [right, left] : [left, right];
  // What is enclosed on one side alone leaves at least that room.
  const isOpen = below.lo === -Infinity;
  const small = isOpen ? ExtendedInterval.of(below.hi, below.hi, below.exponent) : below;
  const large = above.hi === Infinity ? ExtendedInterval.of(above.lo, above.lo, above.exponent) : above;
  if (isOpen) return finiteNumber(toNumber(large) - toNumber(small));
  // A quantity that is 0 (a median among the dead) leaves all the room there is.
  if (small.hi === 0 && large.lo > 0) return Number.MAX_VALUE;
  if (small.lo > 0 && large.lo > 0) {
    const [a, b] = [logToNumber(small), logToNumber(large)];
    return finiteNumber((b.lo + b.hi) / 2 - (a.lo + a.hi) / 2);
  }
  // A small probability known only to absolute precision: at least this much room is left.
  if (small.lo >= 0 && large.lo > 0) return finiteNumber(logToNumber(large).lo - logToNumber(small).hi);
  return finiteNumber(toNumber(large) - toNumber(small));
}

/** Half-width that the enclosures reached, relative to the right side for a relative margin, else absolute; none where an end is missing. */
export function resolutionOf(claim: Claim, point: Point, { left, right }: Decision): number | undefined {
  if (!left.isBounded || !right.isBounded) return undefined;
  const tolerance = toleranceAt(claim, point, true);
  const reached = width(subtract(left, right)) / 2;
  if (tolerance?.kind !== 'relative' || isZero(right)) return finiteNumber(reached);
  return finiteNumber(toNumber(divide(ExtendedInterval.point(finiteNumber(reached)), absolute(right))));
}
