/** From a point of a domain to one with less room: where a claim is nearly tight, it is most likely to fail. */
import type { Claim } from '../theory/language/claim.js';
import { holdsAt } from './condition.js';
import { type GridIndices, indicesOf, pointOf, sizeOf } from './domain.js';
import type { Tightness } from './outcome.js';
import type { Point } from './verdict.js';

/** Candidates that are tried for each evaluation at most: most may lie outside of the domain. */
const looksAnEvaluation = 20;

/**
 * Pattern search on the domain's grid: along each coordinate, and along pairs of them, by steps that are halved when none of them leads to less
 * slack; then once more, with steps along the edges of what the condition leaves, whatever their slope. Stops after `evaluations` calls of `slackAt`, or at
 * the first that returns undefined (it has seen all it wanted to see).
 */
export function descend(
  claim: Claim,
  start: Tightness,
  slackAt: (point: Point) => number | undefined,
  evaluations: number,
): void {
  const sizes = claim.ranges.map(sizeOf);
  let best = indicesOf(claim, start.point);
  let least = start.slack;
  const seen = new Set([best.join()]);
  let left = evaluations;
  let looks = 0;
  const holds = (indices: GridIndices) =>
    looks-- > 0 && holdsAt(claim.condition, pointOf(claim, indices)) === 'true';
  const clamped = (index: number, i: number) => Math.min(sizes[i]! - 1, Math.max(0, index));
  /** Whether it leads on; undefined if the search is to end. */
  const step = (next: GridIndices, isInside = false): boolean | undefined => {
    const key = next.join();
    if (seen.has(key)) return false;
    seen.add(key);
    if (!isInside && !holds(next)) return looks < 0 ? undefined : false;
    if (left-- <= 0) return undefined;
    const slack = slackAt(pointOf(claim, next));
    if (slack === undefined) return undefined;
    if (slack >= least) return false;
    [best, least] = [next, slack];
    return true;
  };
  const moving = sizes.flatMap((size, i) => (size > 1 ? [i] : []));
  const directions = directionsIn(moving);
  const slides = claim.condition === undefined ? [] : slidesIn(moving);
  for (const ways of slides.length === 0 ? [[]] : [[], slides]) {
    // The condition costs something where it is false, too.
    looks = looksAnEvaluation * evaluations;
    for (let part = 1 / 4; part * Math.max(...sizes) >= 1; part /= 2) {
      // A step is the same part of each range: where the condition binds, only moving along it leads on.
      const lengths = sizes.map((size) => Math.max(1, Math.round((size - 1) * part)));
      for (let moved = true; moved; ) {
        moved = false;
        for (const direction of directions) {
          const led = step(best.map((index, i) => clamped(index + (direction.get(i) ?? 0) * lengths[i]!, i)));
          if (led === undefined) return;
          moved ||= led;
        }
        for (const { i, way, back, backWay } of moved ? [] : ways) {
          const out = best.with(i, clamped(best[i]! + way * lengths[i]!, i));
          if (out[i] === best[i] || holds(out)) continue;
          const at = (distance: number) => out.with(back, clamped(out[back]! + backWay * distance, back));
          const distance = nearestInside((each) => holds(at(each)), lengths[back]!);
          if (distance === undefined) continue;
          const led = step(at(distance), true);
          if (led === undefined) return;
          moved ||= led;
        }
      }
    }
  }
}

/** Edges up to so many times steeper, or less steep, than a step of both coordinates are gone along. */
const steepest = 8;

/** The least distance at which one is inside again, of those between two powers of 2 times a step at the first of which one is. */
function nearestInside(isInside: (distance: number) => boolean, length: number): number | undefined {
  let outside = 0;
  for (let times = 1 / steepest; times <= steepest; times *= 2) {
    let inside = Math.round(times * length);
    if (inside <= outside) continue;
    if (!isInside(inside)) {
      outside = inside;
      continue;
    }
    while (inside - outside > 1) {
      const middle = Math.floor((inside + outside) / 2);
      if (isInside(middle)) inside = middle;
      else outside = middle;
    }
    return inside;
  }
  return undefined;
}

/** One coordinate moves, and leaves the domain; another one leads back into it. */
function slidesIn(moving: readonly number[]) {
  const ways = [1, -1];
  return moving.flatMap((i) =>
    moving
      .filter((back) => back !== i)
      .flatMap((back) => ways.flatMap((way) => ways.map((backWay) => ({ i, way, back, backWay })))),
  );
}

/** Which coordinates move, and which way: one at a time, then two. */
function directionsIn(moving: readonly number[]): ReadonlyMap<number, number>[] {
  const single = moving.flatMap((i) => [1, -1].map((way) => new Map([[i, way]])));
  const double = moving.flatMap((a) =>
    moving.flatMap((b) =>
      a >= b
        ? []
        : [1, -1].flatMap((x) =>
            [1, -1].map(
              (y) =>
                new Map([
                  [a, x],
                  [b, y],
                ]),
            ),
          ),
    ),
  );
  return [...single, ...double];
}
