/** The exact oracle along points of a domain: stops at the first failure. */

import { exactAt } from './exact-at.js';
import type { ClaimJob } from './job.js';
import { claimOf } from './job.js';
import { type Outcome, type Tightness, tighter } from './outcome.js';
import { counterexample, slackOf } from './point.js';
import type { Point } from './verdict.js';

export function walkPoints(job: ClaimJob, points: Iterable<Point>): Outcome {
  const claim = claimOf(job);
  let examined = 0;
  let tightest: Tightness | undefined;
  let unresolved: Outcome['unresolved'];
  for (const point of points) {
    examined += 1;
    const decision = exactAt(claim, point);
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
        reason:
          'both sides agree to within the error of the computation; an equality needs algebra or a margin (within).',
      };
    }
    tightest = tighter(tightest, { point, slack: slackOf(claim, point, decision, false) });
  }
  return { points: examined, ...(unresolved ? { unresolved } : {}), ...(tightest ? { tightest } : {}) };
}
