/** From a point of a domain to one with less room: where a claim is nearly tight, it is most likely to fail. */
import type { Claim } from '../theory/language/claim.js';
import { holdsAt } from './condition.js';
import { indicesOf, pointOf, sizeOf } from './domain.js';
import type { Tightness } from './outcome.js';
import type { Point } from './verdict.js';

/** Candidates that are tried for each evaluation at most: most may lie outside of the domain. */
const looksAnEvaluation = 20;

/**
 * Pattern search on the domain's grid: along each coordinate, and along pairs of them, by steps that are halved when none of them leads to less
 * slack. Stops after `evaluations` calls of `slackAt`, or at the first that returns undefined (it has seen all it wanted to see).
 */
export function descend(
  claim: Claim,
  start: Tightness,
  slackAt: (point: Point) => number | undefined,
  evaluations: number,
): void {
  const sizes = claim.ranges.map(sizeOf);
  let best = indicesOf(claim, start.point);
  const seen = new Set([best.join()]);
  let least = start.slack;
  let left = evaluations;
  // The condition costs something where it is false, too.
  let looks = looksAnEvaluation * evaluations;
  const directions = directionsIn(sizes.map((size, i) => ({ size, i })).filter(({ size }) => size > 1));
  // A step is the same part of each range: where the condition binds, only moving along it leads on.
  const steps = (part: number) => sizes.map((size) => Math.max(1, Math.round((size - 1) * part)));
  for (let part = 1 / 4; part * Math.max(...sizes) >= 1; part /= 2) {
    const lengths = steps(part);
    for (let moved = true; moved; ) {
      moved = false;
      for (const direction of directions) {
        const next = best.map((index, i) =>
          Math.min(sizes[i]! - 1, Math.max(0, index + (direction.get(i) ?? 0) * lengths[i]!)),
        );
        const key = next.join();
        if (seen.has(key)) continue;
        seen.add(key);
        const point = pointOf(claim, next);
        if (looks-- <= 0) return;
        if (holdsAt(claim.condition, point) !== 'true') continue;
        if (left-- <= 0) return;
        const slack = slackAt(point);
        if (slack === undefined) return;
        if (slack < least) {
          [best, least, moved] = [next, slack, true];
        }
      }
    }
  }
}

/** Which coordinates move, and which way: one at a time, then two. */
function directionsIn(moving: readonly { readonly i: number }[]): ReadonlyMap<number, number>[] {
  const single = moving.flatMap(({ i }) => [1, -1].map((way) => new Map([[i, way]])));
  const double = moving.flatMap(({ i: a }) =>
    moving.flatMap(({ i: b }) =>
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
