/** Parts of a domain that one bound cuts off beyond all failures, or two of one name between them. */

import type { Claim, Condition } from '../theory/language/claim.js';
import { formatClaim, formatCondition } from '../theory/language/format-claim.js';
import { type Coordinate, conditionOf, type Direction } from './coordinates.js';
import type { Point, VerdictWord } from './verdict.js';

/** A part of the domain: the points with coordinate >= threshold, <= threshold, or between threshold and `upTo`, both included. */
export interface Part {
  readonly name: string;
  readonly relation: Direction | 'between';
  readonly threshold: number;
  readonly upTo?: number;
  /** `d >= 2`, `d >= 5 and d <= 9`, as it may stand in a where part. */
  readonly condition: string;
  /** Examined points within, all of which hold, and of the domain. */
  readonly points: number;
  readonly of: number;
  /** Of the claim on this part, by a check of its own or a walk over the whole domain; `undecided`: not confirmed. */
  readonly verdict: VerdictWord;
}

export interface Cut {
  readonly coordinate: Coordinate;
  readonly part: Omit<Part, 'verdict'>;
  /** The lower one first where there are two. */
  readonly sides: readonly Side[];
}

export interface Side {
  readonly relation: Direction;
  /** The point within whose coordinate is the bound, and the failing one next to it. */
  readonly bound: Point;
  readonly beside: Point;
}

/**
 * For every coordinate and direction the part beyond all failures, and the largest stretch between two of them where that is larger;
 * the one with the most points first. Stretches that chance might leave are named where the points are the whole domain and hold
 * on no other part.
 * @param exhaustive whether the points examined are the whole domain.
 */
export function cutsBeside(
  coordinates: readonly Coordinate[],
  examined: readonly Point[],
  failures: readonly Point[],
  exhaustive: boolean,
): Cut[] {
  const cutsWith = (least: (coordinate: Coordinate) => number) =>
    coordinates.flatMap((coordinate) => {
      const oneSided = (['>=', '<='] as const).flatMap((relation) =>
        cutBeyond(coordinate, relation, examined, failures),
      );
      const most = Math.max(0, ...oneSided.map(({ part }) => part.points));
      const between = longestBetween(coordinate, examined, failures);
      const isNamed = ({ part }: Cut) => part.points > most && part.points >= least(coordinate);
      return [...oneSided, ...between.filter(isNamed)];
    });
  const byMore = longerThanChance(examined.length, failures.length);
  const cuts = cutsWith(({ name }) => (exhaustive && name !== 'L/d' ? 1 : byMore));
  const all = cuts.length === 0 && exhaustive ? cutsWith(() => 1) : cuts;
  return all.sort((a, b) => b.part.points - a.part.points);
}

function cutBeyond(
  coordinate: Coordinate,
  relation: Direction,
  examined: readonly Point[],
  failures: readonly Point[],
): Cut[] {
  const sign = relation === '>=' ? 1 : -1;
  const at = (point: Point) => sign * coordinate.at(point);
  const beside = failures.reduce((a, b) => (at(b) > at(a) ? b : a));
  const inside = examined.filter((point) => at(point) > at(beside));
  if (inside.length === 0) return [];
  const bound = inside.reduce((a, b) => (at(b) < at(a) ? b : a));
  const sides = [{ relation, bound, beside }];
  return [{ coordinate, sides, part: partOf(coordinate, sides, inside.length, examined.length) }];
}

/** Of the stretches between two failures next to each other in the coordinate, the one with the most points. */
function longestBetween(
  coordinate: Coordinate,
  examined: readonly Point[],
  failures: readonly Point[],
): Cut[] {
  const failing = [...new Map(failures.map((point) => [coordinate.at(point), point]))].sort(
    ([a], [b]) => a - b,
  );
  const inside = failing.map((): Point[] => []);
  for (const point of examined) {
    const index = countBelow(failing, coordinate.at(point));
    // Not beyond the first and the last failure, nor where one has this very coordinate.
    if (index > 0 && index < failing.length && failing[index]![0] !== coordinate.at(point))
      inside[index]!.push(point);
  }
  const index = inside.reduce((best, points, i) => (points.length > inside[best]!.length ? i : best), 0);
  const points = inside[index]!;
  if (points.length === 0) return [];
  const extreme = (sign: 1 | -1) =>
    points.reduce((a, b) => (sign * (coordinate.at(b) - coordinate.at(a)) > 0 ? b : a));
  const sides: Side[] = [
    { relation: '>=', bound: extreme(-1), beside: failing[index - 1]![1] },
    { relation: '<=', bound: extreme(1), beside: failing[index]![1] },
  ];
  return [{ coordinate, sides, part: partOf(coordinate, sides, points.length, examined.length) }];
}

/** How many of these ascending values are below x. */
function countBelow(values: readonly (readonly [number, Point])[], x: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]![0] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How often, at most, points that hold stand so many in a row by chance alone. */
const byChance = 0.01;

/** Points in a row: n points of which a share p holds have n p^k runs of k at most, on average, if they hold in random order. */
function longerThanChance(points: number, failing: number): number {
  const share = Math.max(0.5, 1 - failing / points);
  return Math.log(points / byChance) / -Math.log(share);
}

export function partOf(
  coordinate: Coordinate,
  sides: readonly Side[],
  points: number,
  of: number,
): Omit<Part, 'verdict'> {
  const [first, second] = sides;
  return {
    name: coordinate.name,
    relation: second === undefined ? first!.relation : 'between',
    threshold: coordinate.at(first!.bound),
    ...(second === undefined ? {} : { upTo: coordinate.at(second.bound) }),
    condition: formatCondition(joined(conditionsWithin(coordinate, sides))),
    points,
    of,
  };
}

/** What the sides of a cut ask for; between two equal bounds, `d = 7`. */
function conditionsWithin(coordinate: Coordinate, sides: readonly Side[]): Condition[] {
  const conditions = sides.map(({ relation, bound }) => conditionOf(coordinate, relation, bound));
  const [first] = conditions;
  const isOneValue = sides.length > 1 && new Set(sides.map(({ bound }) => coordinate.at(bound))).size === 1;
  return isOneValue ? [{ ...first!, operator: '=' }] : conditions;
}

const joined = (conditions: readonly Condition[]) =>
  conditions.reduce((left, right): Condition => ({ kind: 'and', left, right }));

/** The claim on a part of its domain. */
export function claimWithin(claim: Claim, coordinate: Coordinate, sides: readonly Side[]): string {
  const own = conditionsWithin(coordinate, sides);
  return formatClaim({
    ...claim,
    condition: joined(claim.condition === undefined ? own : [claim.condition, ...own]),
  });
}
