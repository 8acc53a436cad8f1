/** Where a claim's room is measured: a grid over depth and width for the picture, and points of the whole domain. */
import { InputError } from '../../theory/errors.js';
import type { Claim, DomainRange } from '../../theory/language/claim.js';
import { holdsAt } from '../condition.js';
import { samplePoints } from '../domain.js';
import type { Point } from '../verdict.js';

export interface Grid {
  readonly depths: readonly number[];
  readonly widths: readonly number[];
  /** The other names' values. */
  readonly fixed: Point;
  /** Row by row (a depth each); undefined outside the domain. */
  readonly points: readonly (readonly (Point | undefined)[])[];
}

/** Depths and widths of the grid at most. */
const gridSize = 24;
/** Points of the domain beside the grid. */
const sampleSize = 1500;

/**
 * @param asked values of names other than L and d; the others are in the middle of their ranges.
 * @param size depths and widths at most.
 */
export function gridOf(claim: Claim, asked: Point, size = gridSize): Grid {
  const range = (name: string) => claim.ranges.find((each) => each.name === name);
  const others = claim.ranges.filter(({ name }) => name !== 'L' && name !== 'd');
  const stray = Object.keys(asked).find((name) => !others.some((each) => each.name === name));
  if (stray !== undefined)
    throw new InputError(
      `--at ${stray}: the claim has no name '${stray}' beside L and d${others.length === 0 ? '' : `; it has ${others.map((each) => each.name).join(', ')}`}.`,
    );
  const fixed = Object.fromEntries(others.map((each) => [each.name, valueIn(each, asked[each.name])]));
  const depths = spread(range('L'), size);
  const widths = spread(range('d'), size);
  const points = depths.map((L) =>
    widths.map((d) => {
      const point = Object.fromEntries(
        claim.ranges.map(({ name }) => [name, name === 'L' ? L : name === 'd' ? d : fixed[name]!]),
      );
      return holdsAt(claim.condition, point) === 'true' ? point : undefined;
    }),
  );
  return { depths, widths, fixed, points };
}

/** Those of them that lie in the domain, row by row. */
export function pointsOfGrid({ points }: Grid): readonly Point[] {
  return points.flatMap((row) => row.filter((each) => each !== undefined));
}

/** Beside the grid: the domain as `check` samples it. */
export function surveySample(claim: Claim, seed: number): readonly Point[] {
  return samplePoints(claim, seed, sampleSize);
}

function valueIn(range: DomainRange, asked: number | undefined): number {
  const { name, from, to, integer } = range;
  if (asked === undefined) {
    const middle = from > 0 && to / from > 100 ? Math.sqrt(from * to) : (from + to) / 2;
    return integer ? Math.round(middle) : Number(middle.toPrecision(3));
  }
  if (!(asked >= from && asked <= to) || (integer && !Number.isInteger(asked)))
    throw new InputError(
      `--at ${name}=${asked}: ${name} must be ${integer ? 'a whole number' : 'a number'} from ${from} to ${to}.`,
    );
  return asked;
}

/** Whole numbers from end to end, evenly in the logarithm. */
function spread(range: DomainRange | undefined, size: number): number[] {
  if (range === undefined) return [1];
  const { from, to } = range;
  const count = Math.min(size, to - from + 1);
  const values = Array.from({ length: count }, (_, i) =>
    count === 1 ? from : Math.round(from * (to / from) ** (i / (count - 1))),
  );
  return to - from + 1 <= size ? Array.from({ length: count }, (_, i) => from + i) : [...new Set(values)];
}
