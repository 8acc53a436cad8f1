/** The room that a claim leaves by the exact law, on a coarse grid: what a report shows as a map and along the depth. */
import type { Claim } from '../../theory/language/claim.js';
import { exactPointCost } from '../cost.js';
import { type ClaimJob, claimOf } from '../job.js';
import { chooseOracle } from '../oracle.js';
import { quantitiesOf } from '../quantities.js';
import type { RunUnit } from '../run-units.js';
import { type Survey, surveyOf } from '../tightness/survey.js';
import { type Grid, gridOf, pointsOfGrid } from '../tightness/survey-points.js';

/** Depths and widths at most, and the fewest that are worth a picture where points are dear. */
const sizes = [9, 8, 6, 4] as const;
/** Probabilities far out in a tail cost up to 0.1 s each. */
const mostOfTails = 8;
/** Nominal seconds that the grid may take. */
const seconds = 1;
/** What is shown of a range without an end: up to so many times its beginning. */
const endless = 64;

/** Undefined for a claim that the exact law does not value, or whose points are too dear. */
export async function surveyPicture(job: ClaimJob, run: RunUnit): Promise<Survey | undefined> {
  if (job.kind !== 'claim' && job.kind !== 'closed-form') return undefined;
  const claim = withEnds(claimOf(job));
  if (chooseOracle(claim).kind !== 'exact') return undefined;
  if (!claim.ranges.some(({ name, from, to }) => (name === 'L' || name === 'd') && to > from))
    return undefined;
  const hasTails = [claim.left, claim.right].flatMap(quantitiesOf).some((each) => each.functional === 'P');
  const grid = sizes
    .filter((size) => !hasTails || size <= mostOfTails)
    .map((size) => gridOf(claim, {}, size))
    .find((each) => costOf(claim, each) <= seconds);
  if (grid === undefined) return undefined;
  const points = pointsOfGrid(grid);
  if (points.length === 0) return undefined;
  const outcome = await run(job, { kind: 'rooms', points });
  return outcome?.rooms === undefined ? undefined : surveyOf(claim, grid, outcome.rooms);
}

function withEnds(claim: Claim): Claim {
  const ranges = claim.ranges.map((range) =>
    range.to === Infinity ? { ...range, to: Math.max(endless, 4 * range.from) } : range,
  );
  return { ...claim, ranges };
}

const costOf = (claim: Claim, grid: Grid) =>
  pointsOfGrid(grid).reduce((sum, point) => sum + exactPointCost(claim, point), 0);
