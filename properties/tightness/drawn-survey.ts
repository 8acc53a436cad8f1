/** The room that a claim leaves where nets must be drawn: intervals that hold together, at the points that `check` takes. */
import { log } from '../../theory/expression/enclosure-elementary.js';
import { type ExtendedInterval, subtract } from '../../theory/expression/enclosure-interval.js';
import type { Claim } from '../../theory/language/claim.js';
import { enclosedPointsReached } from '../enclosed-points.js';
import { type ClaimJob, claimOf } from '../job.js';
import { checkFinite, type Decision, decideAt, NoValue, unusedMargin, type Valuation } from '../point.js';
import { type RunUnit, required } from '../run-units.js';
import { unproven } from '../simulate-point.js';
import type { Point } from '../verdict.js';
import { isVacuous } from './room.js';
import { type Measure, type Vacuity, vacuityOf } from './survey.js';

/** A number lies in [lower, upper]; null where nothing is known on that side, or the end is beyond the doubles. */
export interface Bounds {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A claim at a point, as far as nets tell: plain data. */
export interface DrawnRoom {
  readonly point: Point;
  readonly lhs: Bounds;
  readonly rhs: Bounds;
  /** log of the sides; null where a side may be negative, or is 0. */
  readonly logLhs: Bounds | null;
  readonly logRhs: Bounds | null;
  /** As of Room; null where the smaller side is 0 for certain. */
  readonly slack: Bounds | null;
  readonly state: Decision['state'];
  readonly vacuous: boolean;
}

/** An extreme of the slack over the points drawn lies in `slack`; `point` is the one that bounds it from within. */
export interface DrawnExtreme {
  readonly slack: Bounds;
  readonly point: Point;
}

export interface DrawnSurvey {
  readonly claim: string;
  readonly oracle: 'simulated';
  /** Probability, at most, that any of the intervals misses by chance. */
  readonly alpha: number;
  readonly seed: number;
  readonly measure: Measure;
  /** Points at which nets gave intervals; at how many of them the claim fails, and is open. */
  readonly points: number;
  readonly failing: number;
  readonly open: number;
  /** Points where the smaller side is 0: no slack is given there. */
  readonly unlimited: number;
  /** Points at which nets gave none, and why. */
  readonly unvalued: readonly { readonly point: Point; readonly reason: string }[];
  /** Points at which an interval lacks an end, and why. */
  readonly oneSided: readonly { readonly point: Point; readonly reason: string }[];
  /** null where no point has a slack. */
  readonly worst: DrawnExtreme | null;
  readonly best: DrawnExtreme | null;
  readonly vacuous: Vacuity | null;
  readonly rooms: readonly DrawnRoom[];
}

/**
 * Of a run that was stopped (units come to nothing then), the points reached: their intervals hold all the same.
 * @throws InputError for a claim that is no finite number somewhere.
 */
export async function surveyByDrawnNets(job: ClaimJob, run: RunUnit): Promise<DrawnSurvey> {
  const claim = claimOf(job);
  await required(run(job, { kind: 'scan' }));
  const enclosed = await enclosedPointsReached(job, run);
  const decided: { point: Point; decision: Decision }[] = [];
  const unvalued: { point: Point; reason: string }[] = [];
  const oneSided: { point: Point; reason: string }[] = [];
  for (const each of enclosed) {
    const { point } = each;
    checkFinite(claim, point);
    if ('reason' in each) unvalued.push({ point, reason: each.reason });
    else {
      const decision = decidedAt(claim, point, each.valuation);
      if (decision instanceof NoValue) {
        unvalued.push({ point, reason: unproven(decision) });
        continue;
      }
      decided.push({ point, decision });
      if (each.obstacle !== undefined) oneSided.push({ point, reason: each.obstacle });
    }
  }
  const measure = measureOf(
    claim,
    decided.map(({ decision }) => decision),
  );
  const rooms = decided.map(({ point, decision }) => roomOf(claim, point, decision, measure));
  const slacks = rooms.flatMap(({ point, slack }) => (slack === null ? [] : [{ point, slack }]));
  return {
    claim: claim.text,
    oracle: 'simulated',
    alpha: job.alpha,
    seed: job.seed,
    measure,
    points: rooms.length,
    failing: rooms.filter(({ state }) => state === 'fails').length,
    open: rooms.filter(({ state }) => state === 'unresolved').length,
    unlimited: rooms.length - slacks.length,
    unvalued,
    oneSided,
    worst: leastOf(slacks),
    best: mostOf(slacks),
    vacuous: vacuityOf(rooms),
    rooms,
  };
}

function decidedAt(claim: Claim, point: Point, valuation: Valuation): Decision | NoValue {
  try {
    return decideAt(claim, point, valuation, true);
  } catch (error) {
    if (error instanceof NoValue) return error;
    throw error;
  }
}

/** One measure for all points: a ratio at one and a difference at another could not be compared. */
function measureOf({ relation }: Claim, decisions: readonly Decision[]): Measure {
  if (relation === '=') return 'unused margin';
  const hasLogs = ({ left, right }: Decision) =>
    left.lo >= 0 && right.lo >= 0 && (relation === '<=' ? right : left).hi > 0;
  return decisions.every(hasLogs) ? 'log ratio' : 'difference';
}

function roomOf(claim: Claim, point: Point, decision: Decision, measure: Measure): DrawnRoom {
  const { left, right, state } = decision;
  const [small, large] = claim.relation === '>=' ? [right, left] : [left, right];
  const isUnlimited = measure === 'log ratio' && small.hi === 0;
  const enclosure = () => {
    if (measure === 'unused margin') return unusedMargin(claim, point, decision, true)!;
    return measure === 'difference' ? subtract(large, small) : subtract(log(large, quiet), log(small, quiet));
  };
  return {
    point,
    lhs: boundsOf(left),
    rhs: boundsOf(right),
    logLhs: logBoundsOf(left),
    logRhs: logBoundsOf(right),
    slack: isUnlimited ? null : boundsOf(enclosure()),
    state,
    vacuous: isVacuous(claim, left, right),
  };
}

/** The log of a side that may be 0 has no lower end, that is all. */
const quiet = () => {};

function logBoundsOf(side: ExtendedInterval): Bounds | null {
  return side.lo >= 0 && side.hi > 0 ? boundsOf(log(side, quiet)) : null;
}

function boundsOf({ lower, upper }: ExtendedInterval): Bounds {
  return { lower: finite(lower), upper: finite(upper) };
}

const finite = (x: number) => (Number.isFinite(x) ? x : null);

function leastOf(slacks: readonly DrawnExtreme[]): DrawnExtreme | null {
  if (slacks.length === 0) return null;
  const upper = ({ slack }: DrawnExtreme) => slack.upper ?? Infinity;
  const binding = slacks.reduce((a, b) => (upper(b) < upper(a) ? b : a));
  const lower = Math.min(...slacks.map(({ slack }) => slack.lower ?? -Infinity));
  return { point: binding.point, slack: { lower: finite(lower), upper: binding.slack.upper } };
}

function mostOf(slacks: readonly DrawnExtreme[]): DrawnExtreme | null {
  if (slacks.length === 0) return null;
  const lower = ({ slack }: DrawnExtreme) => slack.lower ?? -Infinity;
  const binding = slacks.reduce((a, b) => (lower(b) > lower(a) ? b : a));
  const upper = Math.max(...slacks.map(({ slack }) => slack.upper ?? Infinity));
  return { point: binding.point, slack: { lower: binding.slack.lower, upper: finite(upper) } };
}
