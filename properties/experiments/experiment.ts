/** Statements about single nets, or about runs of an optimizer, that no closed form of the claim language holds: decided by code. */
import type { Enclosed } from '../../numerics/law/index.js';
import type { Parameters } from '../../theory/catalogue/theorem.js';
import type { Outcome } from '../outcome.js';
import type { EscapePicture } from '../pictures/escape-picture.js';
import type { Point } from '../verdict.js';

export interface Experiment {
  /**
   * What a verdict rests on: `algebra` (each point is a proof), `exact` (numbers with error bounds: a point holds or fails for
   * certain), `simulated` (each point is decided on drawn nets at confidence 1 - alpha, and a failure confirmed on fresh ones).
   */
  readonly oracle: 'algebra' | 'exact' | 'simulated';
  /** Whether its points are all there are. */
  readonly exhaustive: boolean;
  /** Points to examine in one unit of work: some tenths of a second. */
  readonly chunk: number;
  /** What is examined, small things first: the first failure is the counterexample. */
  points(parameters: Parameters): readonly Point[];
  examine(parameters: Parameters, point: Point, allowance: ExperimentAllowance): Outcome;
  /** Of a simulated one: what the nets are asked, whose confidence sequence a report shows. */
  readonly measured?: string;
  /** What a report draws of it; decides nothing. @param seed in 0..2^53-1, of everything random in it. */
  picture?(parameters: Parameters, seed: number): EscapePicture;
}

export interface ExperimentAllowance {
  /** Seed, in 0..2^53-1, of everything random at this point and for this use. */
  readonly seed: number;
  /** Probability, at most, that the point's outcome is wrong by chance. */
  readonly alpha: number;
  /** Nominal seconds (cost.ts). */
  readonly budget: number;
}

/** A number among the parameters. @throws RangeError if there is none of that name. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number') throw new RangeError(`The experiment needs a number '${name}'.`);
  return value;
}

/** A list of numbers among the parameters. @throws RangeError if there is none of that name. */
export function numbersOf(parameters: Parameters, name: string): readonly number[] {
  const value = parameters[name];
  if (!Array.isArray(value)) throw new RangeError(`The experiment needs a list of numbers '${name}'.`);
  return value;
}

/** a <= b, with errors: holds, fails or is left open, in the form of an outcome. */
export function comparison(point: Point, left: Enclosed, right: Enclosed): Outcome {
  const [gap, doubt] = [right.value - left.value, left.error + right.error];
  if (gap >= doubt) return { points: 1, tightest: { point, slack: slackBetween(left.value, right.value) } };
  const failure = { point, lhs: left.value, lhsError: left.error, rhs: right.value };
  if (gap < -doubt) return { points: 1, failure };
  return {
    points: 1,
    unresolved: { point, reason: 'both sides agree to within the error of the computation.' },
  };
}

/** |a - b| <= margin, with errors. */
export function agreement(point: Point, left: Enclosed, right: Enclosed, margin: number): Outcome {
  const distance = Math.abs(left.value - right.value);
  const doubt = left.error + right.error;
  if (distance + doubt <= margin) {
    const slack = margin === 0 ? 0 : 1 - (distance + doubt) / margin;
    return { points: 1, tightest: { point, slack } };
  }
  const failure = { point, lhs: left.value, lhsError: left.error, rhs: right.value };
  if (distance - doubt > margin) return { points: 1, failure };
  return {
    points: 1,
    unresolved: {
      point,
      reason: `the sides lie ${distance} apart, which cannot be told from the margin ${margin}.`,
    },
  };
}

/** log(b/a) where both are positive, else b - a (outcome.ts). */
function slackBetween(a: number, b: number): number {
  return a > 0 && b > 0 ? Math.log(b) - Math.log(a) : b - a;
}
