/** The exact oracle along points of a domain. */

import type { RationalWork } from '../theory/algebra/rational.js';
import type { Claim } from '../theory/language/claim.js';
import { descend } from './descent.js';
import { exactAt, exactValues, rationalWorkOfUnit } from './exact-at.js';
import type { ClaimJob } from './job.js';
import { claimOf } from './job.js';
import { type Outcome, type Tightness, textOf, tighter } from './outcome.js';
import { checkFinite, counterexample, type Decision, slackOf } from './point.js';
import { pointsOf, type Stretch } from './stretch.js';
import type { Point } from './verdict.js';

/** Up to the first failure. */
export function walkPoints(
  job: ClaimJob,
  points: Iterable<Point>,
  work: RationalWork = { left: rationalWorkOfUnit },
): Outcome {
  return walk(job, points, work, false);
}

/** To the end, with all points of a stretch at which the claim fails or cannot be decided, beside what a walk up to the first failure finds. */
export function listFailures(job: ClaimJob, stretch: Stretch): Outcome {
  return walk(job, pointsOf(job, stretch), { left: rationalWorkOfUnit }, true);
}

function walk(job: ClaimJob, points: Iterable<Point>, work: RationalWork, toTheEnd: boolean): Outcome {
  const claim = claimOf(job);
  let examined = 0;
  let failure: Outcome['failure'];
  const failures: Point[] = [];
  let tightest: Tightness | undefined;
  let unresolved: Outcome['unresolved'];
  for (const point of points) {
    examined += 1;
    const decision = exactAt(claim, point, work, exactValues(claim, point, job.oracles));
    if (decision.state !== 'holds') failures.push(point);
    if (decision.state === 'fails') {
      failure ??= counterexample(point, decision);
      if (!toTheEnd) break;
    }
    if (decision.state === 'unresolved') {
      unresolved ??= {
        point,
        reason: whyOpen(claim, decision),
      };
    }
    if (decision.state === 'holds')
      tightest = tighter(tightest, { point, slack: slackOf(claim, point, decision, false) });
  }
  return {
    points: examined,
    ...(failure ? { failure } : {}),
    ...(unresolved ? { unresolved } : {}),
    ...(tightest ? { tightest } : {}),
    ...(toTheEnd ? { failures } : {}),
  };
}

/** The exact oracle along points with less and less slack than there is at `start`: stops at the first failure. */
export function descendFrom(job: ClaimJob, start: Point, slack: number, evaluations: number): Outcome {
  const claim = claimOf(job);
  let outcome: Outcome = { points: 0 };
  const work = { left: rationalWorkOfUnit };
  const look = (point: Point) => {
    checkFinite(claim, point);
    const { points, failure, unresolved, tightest } = walkPoints(job, [point], work);
    outcome = {
      points: outcome.points + points,
      visited: [...(outcome.visited ?? []), textOf(point)],
      ...(failure ? { failure } : {}),
      ...((outcome.unresolved ?? unresolved) ? { unresolved: outcome.unresolved ?? unresolved } : {}),
      ...within(tighter(outcome.tightest, tightest)),
    };
    return failure === undefined ? (tightest?.slack ?? Infinity) : undefined;
  };
  descend(claim, { point: start, slack }, look, evaluations);
  return outcome;
}

const within = (tightest: Tightness | undefined) => (tightest ? { tightest } : {});

function whyOpen(claim: Claim, { left, right }: Decision): string {
  if (!left.isBounded || !right.isBounded) return 'one side is enclosed from one side alone, or not at all.';
  if (claim.tolerance?.kind === 'relative' && right.lo <= 0 && right.hi >= 0)
    return 'the right side is 0, or cannot be told from it, and no relative margin can be taken of that; use within abs.';
  if (claim.tolerance !== undefined)
    return 'the sides are as far apart as the margin allows, to within the error of the computation.';
  const both = 'both sides agree to within the error of the computation';
  return claim.relation === '=' ? `${both}; an equality needs algebra or a margin (within).` : `${both}.`;
}
