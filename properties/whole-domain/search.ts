/** Counterexamples to claims about all widths, by the exact law: where a claim cannot be proved it may be false, and cheaply seen to be. */
import Fraction from 'fraction.js';
import type { SurvivalStatement } from '../../theory/bounds/claimed.js';
import { InputError } from '../../theory/errors.js';
import type { Claim } from '../../theory/language/claim.js';
import { exactPointCost } from '../cost.js';
import { samplePoints } from '../domain.js';
import { exactAt } from '../exact-at.js';
import type { ClaimJob } from '../job.js';
import { chooseOracle } from '../oracle.js';
import type { Outcome } from '../outcome.js';
import { checkFinite, counterexample } from '../point.js';
import type { Point } from '../verdict.js';

/** Widths and depths up to here are searched. */
const widest = 100_000;
const deepest = 100;
/** How far a window reaches beyond the least depth and width, and how many of its points are looked at. */
const windowSize = 1000;
const windowPoints = 300;
/** What one search may cost, in nominal seconds, as far as the budget goes. */
const mostSeconds = 10;
/** Floors and risks below this lead to tails that are dear, and nothing is likely to be found there. */
const mildest = new Fraction('1/1000000000');

/** Depths do not matter: both sides are L times one layer's. */
export const smallest = (claim: Claim) =>
  Object.fromEntries(claim.ranges.map((range) => [range.name, range.from]));
export const pointAt = (claim: Claim, d: number) => ({ ...smallest(claim), d });

/** What is not proved may be false where it is cheap to see: at moderate depths and widths, by the exact law. */
export function searchWindow(job: ClaimJob, claim: Claim, outcome: Outcome): Outcome {
  if (outcome.unresolved === undefined || chooseOracle(claim).kind !== 'exact') return outcome;
  const ranges = claim.ranges.map((range) =>
    range.name === 'L' || range.name === 'd'
      ? { ...range, to: Math.min(range.to, range.from + windowSize) }
      : range,
  );
  const points = windowOf({ ...claim, ranges }, job.seed);
  const spend = purse(job);
  for (const [index, point] of points.entries()) {
    if (!spend(claim, point)) return { ...outcome, points: outcome.points + index };
    checkFinite(claim, point);
    const decision = exactAt(claim, point);
    if (decision.state === 'fails')
      return { points: outcome.points + index + 1, failure: counterexample(point, decision) };
  }
  return { ...outcome, points: outcome.points + points.length };
}

/** Its points, smaller nets first; none where the condition holds nowhere in it. */
function windowOf(claim: Claim, seed: number): Point[] {
  try {
    return samplePoints(claim, seed, windowPoints).sort((a, b) => a.L! * a.d! - b.L! * b.d!);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

function purse(job: ClaimJob): (claim: Claim, point: Point) => boolean {
  let left = Math.min(job.budget, mostSeconds);
  return (claim, point) => {
    left -= exactPointCost(claim, point);
    return left >= 0;
  };
}

/** The smallest failing width: one by one at first, then doubling and halving. */
export function searchFailure(claim: Claim, from: number): Outcome {
  let points = 0;
  const failureAt = (width: number) => {
    points += 1;
    const point = pointAt(claim, width);
    const decision = exactAt(claim, point);
    return decision.state === 'fails' ? counterexample(point, decision) : undefined;
  };
  let held = from - 1;
  for (let width = from; width <= widest; width = width < from + 64 ? width + 1 : 2 * width) {
    let failure = failureAt(width);
    if (failure === undefined) {
      held = width;
      continue;
    }
    for (let failing = width; failing - held > 1; ) {
      const middle = Math.floor((held + failing) / 2);
      const earlier = failureAt(middle);
      if (earlier === undefined) held = middle;
      else [failing, failure] = [middle, earlier];
    }
    return { points, failure };
  }
  const reason = `none of the ${points} widths looked at fails, but the bounds do not show it for all; a weaker bound may be provable.`;
  return { points, unresolved: { point: pointAt(claim, from), reason } };
}

export const isMild = ({ floor, risk }: SurvivalStatement) =>
  [floor, risk].every((each) => each.compare(mildest) >= 0);

/** Where Cantelli's inequality does not reach, the least widths allowed may fail. */
export function searchLostNet(
  job: ClaimJob,
  claim: Claim,
  statement: SurvivalStatement,
  from: number,
  where: string,
): Outcome {
  const depths = claim.ranges.find((range) => range.name === 'L')!;
  const spend = purse(job);
  let points = 0;
  for (
    let depth = depths.from;
    isMild(statement) && depth <= Math.min(depths.to, depths.from + deepest);
    depth++
  ) {
    const width = Math.max(from, Number(statement.ratio.mul(depth).ceil().n));
    const point = { ...smallest(claim), L: depth, d: width };
    if (width > widest || !spend(claim, point)) break;
    points += 1;
    const decision = exactAt(claim, point);
    if (decision.state === 'fails') return { points, failure: counterexample(point, decision) };
  }
  const reason = `Cantelli's inequality does not show it ${where}, and no net at the least width of its depth was found to fail; a larger ratio of d to L may be provable.`;
  return { points, unresolved: { point: pointAt(claim, from), reason } };
}
