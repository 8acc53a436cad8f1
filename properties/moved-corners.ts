/**
 * Corners of what the `where` part leaves of the box of ranges. The condition may be anything, so this is a heuristic: a part of the region that
 * no line along a coordinate leads to is missed.
 */
import type { Claim } from '../theory/language/claim.js';
import { type GridIndices, indicesOf, pointOf, sizeOf } from './domain.js';
import type { Point } from './verdict.js';

/** Equal parts of a range at whose ends the condition is tried, besides distances that double. */
const parts = 16;
/** Times that all coordinates are moved. */
const rounds = 2;

/** Points of the domain that are pushed towards a corner. */
const mostBases = 4;

/**
 * For each corner that the condition rules out: along each coordinate the nearest point that satisfies it; then points of the domain, their
 * coordinates moved as far towards the corner as the condition lets them, in the order of the ranges and in the reverse one. The first point of
 * each corner comes first, then second ones. Distinct ones only.
 * @param condition whether it holds at a point, and whether no more may be asked: then the search ends, as many ranges have many lines to go along.
 * @param known a point of the domain, asked for where neither `inside` nor a move has one.
 */
export function movedCorners(
  claim: Claim,
  { ruledOut, inside }: { readonly ruledOut: readonly Point[]; readonly inside: readonly Point[] },
  condition: { holds(point: Point): boolean; isSpent(): boolean },
  known: () => Point | undefined,
): Point[] {
  const sizes = claim.ranges.map(sizeOf);
  const wide = sizes.flatMap((size, i) => (size > 1 ? [i] : []));
  const region: Region = {
    sizes,
    holds: (indices) => condition.holds(pointOf(claim, indices)),
    isSpent: condition.isSpent,
  };
  const corners = ruledOut.map((corner) => indicesOf(claim, corner));
  const alone = inTurn(
    corners.map((corner) => wide.map((i) => nearest(region, corner, i)).filter((each) => each !== undefined)),
  );
  const bases = [...alone, ...inside.map((point) => indicesOf(claim, point))].slice(0, mostBases);
  const other = corners.length > 0 && bases.length === 0 ? known() : undefined;
  if (other !== undefined) bases.push(indicesOf(claim, other));
  const both = inTurn(
    corners.map((corner) =>
      bases.flatMap((base) => [wide, wide.toReversed()].map((order) => pushed(region, base, corner, order))),
    ),
  );
  return [
    ...new Map([...alone, ...both].map((indices) => [indices.join(), pointOf(claim, indices)])).values(),
  ];
}

interface Region {
  readonly sizes: readonly number[];
  holds(indices: GridIndices): boolean;
  isSpent(): boolean;
}

/** The first of each list, then the second ones, and so on. */
function inTurn<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  return Array.from({ length: longest }, (_, rank) =>
    lists.flatMap((list) => list.slice(rank, rank + 1)),
  ).flat();
}

/** A point of the domain, moved towards a corner. */
function pushed(
  region: Region,
  start: GridIndices,
  corner: GridIndices,
  order: readonly number[],
): GridIndices {
  let at = start;
  for (let round = 0; round < rounds; round++) {
    for (const i of order) {
      if (region.isSpent()) return at;
      const next = nearest(region, at.with(i, corner[i]!), i);
      if (next !== undefined && Math.abs(next[i]! - corner[i]!) < Math.abs(at[i]! - corner[i]!)) at = next;
    }
  }
  return at;
}

/** From a point whose i-th coordinate is at an end of its range, along that coordinate: the nearest one inside, as far as is tried. */
function nearest({ sizes, holds, isSpent }: Region, end: GridIndices, i: number): GridIndices | undefined {
  if (isSpent()) return undefined;
  const size = sizes[i]!;
  const moved = (distance: number) => end.with(i, end[i] === 0 ? distance : size - 1 - distance);
  let outside = -1;
  for (const distance of distances(size)) {
    if (!holds(moved(distance))) {
      outside = distance;
      continue;
    }
    let inside = distance;
    while (inside - outside > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (holds(moved(middle))) inside = middle;
      else outside = middle;
    }
    return moved(inside);
  }
  return undefined;
}

/** Distances from one end of a range, 0 to size - 1, dense near both ends. */
function distances(size: number): number[] {
  const all = new Set([0, size - 1]);
  for (let distance = 1; distance < size; distance *= 2) all.add(distance).add(size - 1 - distance);
  for (let part = 1; part < parts; part++) all.add(Math.floor((part * (size - 1)) / parts));
  return [...all].sort((a, b) => a - b);
}
