/** Medians of what experiments draw: anytime-valid, as for the claim language's. */
import { checkpoints } from '../../numerics/inference/checkpoints.js';
import { combine, type Interval } from '../../numerics/inference/interval.js';
import { quantileInterval } from '../../numerics/inference/quantile.js';
import type { Look, Outcome } from '../outcome.js';
import type { Point } from '../verdict.js';
import type { ExperimentAllowance } from './experiment.js';

const schedule = checkpoints(200, 1.4);

export interface MedianQuestion {
  /** Draws values first..first+count-1: independent numbers of one law, each at most `seconds` nominal seconds of work. */
  readonly draw: (first: number, count: number) => readonly number[];
  readonly seconds: number;
  /** Does the median lie in [least, most]? */
  readonly least: number;
  readonly most: number;
}

/** Whether a median lies between two bounds, at confidence 1 - alpha; undecided when the budget is spent. */
export function decideMedian(
  point: Point,
  { draw, seconds, least, most }: MedianQuestion,
  { alpha, budget }: ExperimentAllowance,
): Outcome {
  const affordable = Math.floor(budget / seconds);
  const values: number[] = [];
  const path: Look[] = [];
  let interval: Interval = { lower: -Infinity, upper: Infinity };
  for (let look = 0; ; look++) {
    const size = schedule.size(look);
    if (size > affordable) {
      const reason = `after ${values.length} draws the median lies in [${interval.lower}, ${interval.upper}], and the budget allows ${affordable}.`;
      return { points: 1, path, unresolved: { point, reason } };
    }
    values.push(...draw(values.length, size - values.length));
    interval = combine(interval, quantileInterval(Float64Array.from(values).sort(), 1 / 2, alpha));
    const { lower, upper } = interval;
    path.push([size, lower, upper, least, most]);
    if (lower >= least && upper <= most)
      return { points: 1, path, tightest: { point, slack: room(upper, most) } };
    if (lower > most || upper < least) {
      const [near, rhs] = lower > most ? [lower, most] : [upper, least];
      // The middle of the interval, or of one without an end the end it has.
      const half = (upper - lower) / 2;
      const [lhs, lhsError] = Number.isFinite(half) ? [lower + half, half] : [near, 0];
      return { points: 1, path, failure: { point, lhs, lhsError, rhs } };
    }
  }
}

function room(value: number, bound: number): number {
  if (bound === Infinity) return Number.MAX_VALUE;
  return value > 0 && bound > 0 ? Math.log(bound) - Math.log(value) : bound - value;
}
