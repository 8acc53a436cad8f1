/** Where exactly the bounds of a cut are to be put: between two points of a sample they may lie anywhere. */
import type { Claim } from '../theory/language/claim.js';
import { holdsAt } from './condition.js';
import type { Coordinate } from './coordinates.js';
import { type Cut, claimWithin, partOf, type Side } from './cuts.js';
import type { Decision } from './point.js';
import { edge } from './sharpen/bracket.js';
import type { Point } from './verdict.js';

/** A cut with the bound where it is to be stated, and the claim within it. */
export interface PlacedCut extends Cut {
  readonly text: string;
}

/** What the claim is at a point. */
export type StateAt = (point: Point) => Decision['state'];

/** The point looked at last on the way to a bound may fail, though it is within: then there is no such part. */
export type Placed = PlacedCut | { readonly failing: Point };

/** With its bounds between the points that were examined, as near to failing ones as the claim is seen to hold. */
export function placedCut(claim: Claim, cut: Cut, stateAt: StateAt): Placed {
  const sides: Side[] = [];
  for (const side of cut.sides) {
    const opposite = cut.sides.find((each) => each !== side);
    const found = refined(claim, cut.coordinate, side, opposite, stateAt);
    if ('failing' in found) return found;
    sides.push(found);
  }
  const placed = withSides(claim, cut, sides);
  const failing = failingAtBound(claim, placed, stateAt);
  return failing === undefined ? placed : { failing };
}

/** Names whose ends are tried together at a bound. */
const mostOthers = 4;

/**
 * A bound on a real range lies between the points of its grid, which is all that a check of the part visits: so the ends of the other
 * ranges are tried at the bound itself. A claim that is monotone in them fails at one of these if it fails there at all.
 */
function failingAtBound(claim: Claim, { coordinate, sides }: PlacedCut, stateAt: StateAt): Point | undefined {
  if (coordinate.integer || coordinate.name === 'L/d') return undefined;
  const others = claim.ranges
    .filter(({ name, from, to }) => name !== coordinate.name && to > from)
    .slice(0, mostOthers);
  for (const { bound } of sides) {
    for (let number = 0; number < 2 ** others.length; number++) {
      const ends = others.map(({ name, from, to }, k) => [name, (number >> k) % 2 === 0 ? from : to]);
      const point: Point = { ...bound, ...Object.fromEntries(ends) };
      if (holdsAt(claim.condition, point) === 'true' && stateAt(point) === 'fails') return point;
    }
  }
  return undefined;
}

/** With its bounds at points that were examined. */
export function unplacedCut(claim: Claim, cut: Cut): PlacedCut {
  return withSides(claim, cut, cut.sides);
}

function withSides(claim: Claim, { coordinate, part }: Cut, sides: readonly Side[]): PlacedCut {
  return {
    coordinate,
    sides,
    part: partOf(coordinate, sides, part.points, part.of),
    text: claimWithin(claim, coordinate, sides),
  };
}

type Refined = Side | { readonly failing: Point };

/** @param opposite the other side of a stretch. */
function refined(
  claim: Claim,
  coordinate: Coordinate,
  side: Side,
  opposite: Side | undefined,
  stateAt: StateAt,
): Refined {
  const isState = (wanted: Decision['state']) => (point: Point) =>
    holdsAt(claim.condition, point) === 'true' && stateAt(point) === wanted;
  const is = { holds: isState('holds'), fails: isState('fails') };
  if (coordinate.name === 'L/d') return refinedRatio(claim, side, is);
  const { from, to } = claim.ranges.find(({ name }) => name === coordinate.name)!;
  const end = opposite?.bound[coordinate.name] ?? (side.relation === '>=' ? to : from);
  const least = from <= 0 && to >= 0 ? nearestToZero * (to - from) : undefined;
  return refinedName(coordinate, side, { end, least }, is);
}

type States = Readonly<Record<'holds' | 'fails', (point: Point) => boolean>>;

/** To which the two sides of a bound are found; it is then given to six. */
const refinedDigits = 11;

/** Of a range that holds 0, parts of its length that are not told from 0: a bound beside it would have no first digit. */
const nearestToZero = 1e-12;

/** To which it is found how far in a point that fails within may be moved: the rest is left to the next bound. */
const movedDigits = 3;

/**
 * The bound is sought along the failing point, within the domain: to six digits on a real range, to the integer on others. If that fails
 * within, too, the point is moved on towards the far end: point after point of a dense sample would be too many to go through.
 */
function refinedName(
  { name, integer }: Coordinate,
  { relation, bound, beside }: Side,
  { end, least }: { readonly end: number; readonly least: number | undefined },
  is: States,
): Refined {
  const [inner, outer] = [bound[name]!, beside[name]!];
  const at = (value: number) => ({ ...beside, [name]: value });
  const last = (test: Is, yes: number, no: number, digits = refinedDigits) =>
    integer ? integerEdge(test, yes, no) : edge(test, yes, no, digits, least);
  if (is.fails(at(inner)))
    return { failing: at(last((value) => is.fails(at(value)), inner, end, movedDigits)) };
  const holds = last((value) => is.holds(at(value)), inner, outer);
  const fails = last((value) => is.fails(at(value)), outer, inner);
  const sign = relation === '>=' ? 1 : -1;
  const threshold = integer ? holds : roundedInwards(holds, sign);
  const isBetween = sign * (inner - threshold) > 0;
  return {
    relation,
    bound: isBetween ? { ...bound, [name]: threshold } : bound,
    beside: at(fails),
  };
}

/**
 * A bound of L/d is sought along the failing point too: by the depth at its width, and from there by the width, as far as the ratio of
 * the point within. The last point that holds on the way is the bound.
 */
function refinedRatio(claim: Claim, { relation, bound, beside }: Side, is: States): Refined {
  const ratio = bound.L! / bound.d!;
  const inwards = relation === '>=' ? 1 : -1;
  let [inner, outer] = [bound, beside];
  for (const name of ['L', 'd'] as const) {
    const { from, to } = claim.ranges.find((range) => range.name === name)!;
    const [way, end] = name === 'L' ? [inwards, ratio * outer.d!] : [-inwards, outer.L! / ratio];
    // The last whole number of the range that is not beyond the ratio of the point within.
    const last = Math.min(to, Math.max(from, way === 1 ? Math.floor(end) : Math.ceil(end)));
    const first = outer[name]!;
    if (way * (last - first) <= 0) continue;
    const at = (value: number): Point => ({ ...outer, [name]: value });
    if (is.fails(at(last))) {
      if (at(last).L! / at(last).d! === ratio) return { failing: at(last) };
      outer = at(last);
      continue;
    }
    if (is.holds(at(last))) {
      const held = at(integerEdge((value) => is.holds(at(value)), last, first));
      if (inwards * (held.L! / held.d! - inner.L! / inner.d!) < 0) inner = held;
    }
    outer = at(integerEdge((value) => is.fails(at(value)), first, last));
  }
  return { relation, bound: inner, beside: outer };
}

type Is = (value: number) => boolean;

/** From an integer for which `is` is true towards one for which it is not: the last at which it is. */
function integerEdge(is: Is, yes: number, no: number): number {
  while (Math.abs(no - yes) > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (is(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** To six digits; up with sign 1, down with -1. */
function roundedInwards(x: number, sign: 1 | -1): number {
  const rounded = Number(x.toPrecision(6));
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(x))) - 5);
  return sign * (rounded - x) >= 0 ? rounded : Number((rounded + sign * unit).toPrecision(6));
}
