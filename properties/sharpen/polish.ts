/**
 * Looks around a point for others that ask for more of the constant: along each coordinate and each pair of them, in steps that are
 * halved when none does better. Reals are not bound to the grid of their range.
 */
import type { Claim, DomainRange } from '../../theory/language/claim.js';
import { holdsAt } from '../condition.js';
import { isLogarithmic } from '../domain.js';
import type { Point } from '../verdict.js';
import { type Climb, step } from './climb.js';
import type { ConstantAt } from './constant-at.js';
import type { End } from './probes.js';

/** Steps of 2^-2 to 2^-26 of a range: near an extremum, the constant then differs by the square of that. */
const halvings = 26;
/** Pairs of coordinates are moved together down to this step. */
const pairHalvings = 12;
/** Rounds at one length of step, each of which must have improved the constant. */
const mostRounds = 40;

export function polish(
  claim: Claim,
  found: Climb & { readonly point: Point },
  constantAt: (point: Point) => ConstantAt,
  end: End,
  digits: number,
): Climb {
  const ranges = claim.ranges.filter(({ from, to }) => to > from);
  let best: Climb & { readonly point: Point } = found;
  for (let k = 2; k <= halvings; k++) {
    const moves = movesOf(ranges, 2 ** -k, k <= pairHalvings);
    for (let round = 0, better = true; better && round < mostRounds; round++) {
      better = false;
      for (const move of moves) {
        const point = moved(best.point, move);
        if (point === undefined || holdsAt(claim.condition, point) !== 'true') continue;
        const next = step(best, point, constantAt(point), end, digits);
        if (next.stuck !== undefined) return next;
        better ||= next.point === point;
        best = { ...next, point: next.point ?? best.point };
      }
    }
  }
  return best;
}

type Move = readonly (readonly [DomainRange, number])[];

function movesOf(ranges: readonly DomainRange[], share: number, pairs: boolean): Move[] {
  const along = (range: DomainRange): Move[] => {
    if (range.integer && share * (range.to - range.from) < 0.5 && share < 2 ** -pairHalvings) return [];
    return [[[range, share]], [[range, -share]]];
  };
  const single = ranges.flatMap(along);
  if (!pairs) return single;
  const joint = ranges.flatMap((first, i) =>
    ranges
      .slice(i + 1)
      .flatMap((second) => along(first).flatMap((a) => along(second).map((b) => [...a, ...b]))),
  );
  return [...single, ...joint];
}

/** Undefined where the move leads nowhere. */
function moved(point: Point, move: Move): Point | undefined {
  const next: Record<string, number> = { ...point };
  let changed = false;
  for (const [range, share] of move) {
    const before = point[range.name]!;
    next[range.name] = shifted(before, range, share);
    changed ||= next[range.name] !== before;
  }
  return changed ? next : undefined;
}

function shifted(value: number, range: DomainRange, share: number): number {
  const { from, to } = range;
  const inside = (x: number) => Math.min(to, Math.max(from, x));
  if (range.integer) {
    return inside(value + Math.sign(share) * Math.max(1, Math.round(Math.abs(share) * (to - from))));
  }
  if (isLogarithmic(range)) return inside(value * (to / from) ** share);
  return inside(value + share * (to - from));
}
