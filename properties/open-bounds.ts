/** Of a claim about one mean that nets have left open: which of the mean's bounds is open, and where it would have to be. */
import { toNumber } from '../theory/expression/enclosure.js';
import type { ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import { toText } from '../theory/expression/text.js';
import type { Claim } from '../theory/language/claim.js';
import { type Decision, toleranceAt } from './point.js';
import { quantityNodes } from './quantities.js';
import type { Point } from './verdict.js';

/** Undefined unless one side is a mean and the other one has no quantity. */
export function openBounds(
  claim: Claim,
  point: Point,
  { left, right }: Decision,
  nets: number,
): string | undefined {
  const sides = [claim.left, claim.right];
  const side = sides.find((each) => each.kind === 'quantity' && each.quantity.functional === 'mean');
  if (side === undefined || sides.flatMap(quantityNodes).length !== 1) return undefined;
  const [mean, other] = side === claim.left ? [left, right] : [right, left];
  const [from, to] = allowed(claim, point, side === claim.left, other);
  const open = { low: mean.lower < from, high: mean.upper > to };
  if (!open.low && !open.high) return undefined;
  return `after ${nets} nets ${toText(side)} is known to ${extent(mean)}, and ${wanted(mean, from, to, open)}`;
}

/** Where the mean would have to lie. */
function allowed(claim: Claim, point: Point, isLeft: boolean, other: ExtendedInterval): [number, number] {
  const tolerance = toleranceAt(claim, point, true);
  const value = toNumber(other);
  if (tolerance === undefined)
    return (claim.relation === '<=') === isLeft ? [-Infinity, value] : [value, Infinity];
  const size = toNumber(tolerance.value);
  if (tolerance.kind === 'absolute') return [value - size, value + size];
  // |lhs/rhs - 1| <= e: the mean is the one or the other.
  const ends = isLeft
    ? [value * (1 - size), value * (1 + size)]
    : [value / (1 + size), size < 1 ? value / (1 - size) : Infinity];
  return [Math.min(...ends), Math.max(...ends)];
}

function extent({ lower, upper }: ExtendedInterval): string {
  if (upper === Infinity) return `be at least ${short(lower)}`;
  if (lower === -Infinity) return `be at most ${short(upper)}`;
  return `lie between ${short(lower)} and ${short(upper)}`;
}

function wanted(
  { lower, upper }: ExtendedInterval,
  from: number,
  to: number,
  open: { readonly low: boolean; readonly high: boolean },
): string {
  const up = `its lower bound would have to reach ${short(from)}`;
  const down = `its upper bound would have to come down to ${short(to)}`;
  const isOneSided = lower === -Infinity || upper === Infinity;
  const missing = upper === Infinity ? 'upper' : 'lower';
  if (open.low && open.high) return `${up} and ${down}${isOneSided ? `, but it has no ${missing} one` : ''}`;
  const way = open.high ? down : up;
  if (!isOneSided) return way;
  return open.high === (missing === 'upper')
    ? `it takes ${open.high ? `an upper bound of at most ${short(to)}` : `a lower bound of at least ${short(from)}`}, of which none is known, to show that the claim holds`
    : `${way}; no ${missing} bound is known, which alone could refute the claim`;
}

const short = (x: number) => String(Number(x.toPrecision(4)));
