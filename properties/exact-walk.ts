/** The exact oracle along points of a domain: stops at the first failure. */

import type { Claim } from '../theory/language/claim.js';
import { exactAt, rationalWorkOfUnit } from './exact-at.js';
import type { ClaimJob } from './job.js';
import { claimOf } from './job.js';
import { type Outcome, type Tightness, tighter } from './outcome.js';
import { counterexample, type Decision, slackOf } from './point.js';
import type { Point } from './verdict.js';

export function walkPoints(job: ClaimJob, points: Iterable<Point>): Outcome {
  const claim = claimOf(job);
  let examined = 0;
  let tightest: Tightness | undefined;
  let unresolved: Outcome['unresolved'];
  const work = { left: rationalWorkOfUnit };
  for (const point of points) {
    examined += 1;
    const decision = exactAt(claim, point, work);
    if (decision.state === 'fails') {
      return {
        points: examined,
        failure: counterexample(point, decision),
        ...(unresolved ? { unresolved } : {}),
        ...(tightest ? { tightest } : {}),
      };
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
  return { points: examined, ...(unresolved ? { unresolved } : {}), ...(tightest ? { tightest } : {}) };
}

function whyOpen(claim: Claim, { right }: Decision): string {
  if (claim.tolerance?.kind === 'relative' && right.lo <= 0 && right.hi >= 0)
    return 'the right side is 0, or cannot be told from it, and no relative margin can be taken of that; use within abs.';
  return 'both sides agree to within the error of the computation; an equality needs algebra or a margin (within).';
}
