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
 * @param holds whether the condition holds at a point; false also when no more may be asked.
 * @param known a point of the domain, asked for where neither `inside` nor a move has one.
 */
export function movedCorners(
  claim: Claim,
  { ruledOut, inside }: { readonly ruledOut: readonly Point[]; readonly inside: readonly Point[] },
  holds: (point: Point) => boolean,
  known: () => Point | undefined,
): Point[] {
  const sizes = claim.ranges.map(sizeOf);
  const wide = sizes.flatMap((size, i) => (size > 1 ? [i] : []));
  const isInside = (indices: GridIndices) => holds(pointOf(claim, indices));
  const corners = ruledOut.map((corner) => indicesOf(claim, corner));
  const alone = inTurn(
    corners.map((corner) =>
      wide.map((i) => nearest(corner, i, sizes[i]!, isInside)).filter((each) => each !== undefined),
    ),
  );
  const bases = [...alone, ...inside.map((point) => indicesOf(claim, point))].slice(0, mostBases);
  const other = corners.length > 0 && bases.length === 0 ? known() : undefined;
  if (other !== undefined) bases.push(indicesOf(claim, other));
  const both = inTurn(
    corners.map((corner) =>
      bases.flatMap((base) =>
        [wide, wide.toReversed()].map((order) => pushed(base, corner, order, sizes, isInside)),
      ),
    ),
  );
  return [
    ...new Map([...alone, ...both].map((indices) => [indices.join(), pointOf(claim, indices)])).values(),
  ];
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
  start: GridIndices,
  corner: GridIndices,
  order: readonly number[],
  sizes: readonly number[],
  isInside: (indices: GridIndices) => boolean,
): GridIndices {
  let at = start;
  for (let round = 0; round < rounds; round++) {
    for (const i of order) {
      const next = nearest(at.with(i, corner[i]!), i, sizes[i]!, isInside);
      if (next !== undefined && Math.abs(next[i]! - corner[i]!) < Math.abs(at[i]! - corner[i]!)) at = next;
    }
  }
  return at;
}

/** From a point whose i-th coordinate is at an end of its range, along that coordinate: the nearest one inside, as far as is tried. */
function nearest(
  end: GridIndices,
  i: number,
  size: number,
  isInside: (indices: GridIndices) => boolean,
): GridIndices | undefined {
  const moved = (distance: number) => end.with(i, end[i] === 0 ? distance : size - 1 - distance);
  let outside = -1;
  for (const distance of distances(size)) {
    if (!isInside(moved(distance))) {
      outside = distance;
      continue;
    }
    let inside = distance;
    while (inside - outside > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (isInside(moved(middle))) inside = middle;
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
