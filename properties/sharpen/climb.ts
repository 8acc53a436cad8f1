/**
 * The best constant over many points: each is tried at the best one so far, and only where that does not hold is it worked out
 * anew. In random order that happens at O(log n) of n points (records of a random sequence).
 */
import type { Point } from '../verdict.js';
import { edge, narrow, smallest } from './bracket.js';
import type { ConstantAt } from './constant-at.js';
import type { End } from './probes.js';

export interface Climb {
  /** Points looked at. */
  readonly points: number;
  /** With this constant the claim holds at each of them, as far as it does so from the point's own best constant on. */
  readonly holds: number;
  /** With this one it fails at `point`; absent where none of the points moved the constant. */
  readonly fails?: number;
  readonly point?: Point;
  /** A point at which no constant was found that holds, up to the limit. */
  readonly stuck?: Point;
}

/** Whether `a` lies further than `b` on the way from constants that fail to those that hold. */
export function isFurther({ side }: Pick<End, 'side'>, a: number, b: number): boolean {
  return side === 'least' ? a > b : a < b;
}

/** @param start a constant at or before the best one: nothing is claimed if every point holds with it. */
export function climb(
  points: Iterable<Point>,
  constantAt: (point: Point) => ConstantAt,
  end: End,
  start: number,
  digits: number,
): Climb {
  let best: Climb = { points: 0, holds: start };
  for (const point of points) {
    best = step(best, point, constantAt(point), end, digits);
    if (best.stuck !== undefined) return best;
  }
  return best;
}

/** One more point. */
export function step(best: Climb, point: Point, at: ConstantAt, end: End, digits: number): Climb {
  const state = (constant: number) => at.state(constant);
  const points = best.points + 1;
  const here = state(best.holds);
  if (here === 'holds') return { ...best, points };
  const beyond = outward(state, best.holds, end, digits);
  if (beyond === undefined) return { ...best, points, stuck: point };
  if (here === 'unresolved') {
    const holds = edge((c) => state(c) === 'holds', beyond, best.holds, digits);
    // Its failing end may lie further than that of the points before.
    const known = best.fails ?? end.fails;
    if (!isFurther(end, best.holds, known) || state(known) !== 'fails') return { ...best, points, holds };
    const fails = edge((c) => state(c) === 'fails', known, best.holds, digits);
    return { points, holds, fails, point };
  }
  const { fails, holds } = narrow(state, { fails: best.holds, holds: beyond }, digits);
  return { points, holds, fails, point };
}

/** Outside of these, steps grow ever faster: a thousand doublings lead to the smallest constants, or to the largest. */
const plainSteps = { from: 1e-15, to: 1e15 };

/** The first constant on the way outward from one that does not hold, in steps that double, that holds; undefined if none does. */
function outward(
  state: (constant: number) => string,
  from: number,
  { limit }: End,
  digits: number,
): number | undefined {
  const way = limit - from;
  let factor = 2;
  for (let length = Math.max(smallest, Math.abs(from) * 10 ** -digits); length < Math.abs(way); ) {
    const constant = from + Math.sign(way) * length;
    if (state(constant) === 'holds') return constant;
    const isPlain = length >= plainSteps.from && length <= plainSteps.to;
    factor = !isPlain && length > Math.abs(from) ? 2 * factor : 2;
    length *= factor;
  }
  return state(limit) === 'holds' ? limit : undefined;
}
