/**
 * From a failing point to a smaller one, by fast-check's shrinking along the grid of the domain: coordinates are lowered, one
 * after the other, for as long as the claim still fails.
 */
import fc from 'fast-check';
import { holdsAt } from './condition.js';
import { indicesArbitrary, indicesOf, pointOf } from './domain.js';
import { exactAt, exactValues } from './exact-at.js';
import { type ClaimJob, claimOf } from './job.js';
import { splitClaim } from './ledger.js';
import type { Outcome } from './outcome.js';
import { counterexample } from './point.js';
import { simulateAt } from './simulate-point.js';
import type { Counterexample, Point } from './verdict.js';

/** Points that shrinking may try: by the exact law they are cheap, by drawn nets they cost time. */
const exactSteps = 150;
const simulatedSteps = 24;

export function shrinkExact(job: ClaimJob, start: Point): Outcome {
  const claim = claimOf(job);
  return shrinkFrom(job, start, exactSteps, (point) => {
    const decision = exactAt(claim, point, undefined, exactValues(claim, point, job.oracles));
    return decision.state === 'fails' ? counterexample(point, decision) : undefined;
  });
}

/** @param count number of points that the claim's budget was split over. */
export function shrinkSimulated(job: ClaimJob, start: Point, count: number): Outcome {
  const { point: alpha } = splitClaim(job.alpha, count);
  const budget = job.budget / count / 4;
  return shrinkFrom(
    job,
    start,
    simulatedSteps,
    (point, step) => simulateAt(job, point, { alpha, budget, stream: `shrink ${step}` }).failure,
  );
}

/** The point again on nets that nothing has looked at before, with its own share of alpha. */
export function confirmFailure(job: ClaimJob, point: Point, count: number): Outcome {
  const { confirmation } = splitClaim(job.alpha, count);
  return simulateAt(job, point, {
    alpha: confirmation,
    // As much as any point may have been given: what failed by little must not fail to be seen again.
    budget: job.budget,
    stream: 'confirm',
  });
}

function shrinkFrom(
  job: ClaimJob,
  start: Point,
  steps: number,
  failureAt: (point: Point, step: number) => Counterexample | undefined,
): Outcome {
  const claim = claimOf(job);
  let step = 0;
  let smallest: Counterexample | undefined;
  const property = fc.property(indicesArbitrary(claim), (indices) => {
    const point = pointOf(claim, indices);
    if (step >= steps || holdsAt(claim.condition, point) !== 'true') return true;
    const failure = failureAt(point, step);
    step += 1;
    if (failure === undefined) return true;
    smallest = failure;
    return false;
  });
  fc.check(property, { examples: [[indicesOf(claim, start)]], numRuns: 1, seed: job.seed | 0 });
  return { points: step, ...(smallest ? { failure: smallest } : {}) };
}
