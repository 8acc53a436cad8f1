/** A claim by the exact law: the points of its domain that are examined, and the verdict that they make. */
import type { Claim } from '../theory/language/claim.js';
import { exactPointCost, tooDear } from './cost.js';
import { oracleFor, oracleSeconds } from './custom-oracle.js';
import { boxSize, countPoints, exhaustiveLimit, probePoints, samplePoints } from './domain.js';
import { hasLaw } from './has-law.js';
import type { ClaimJob } from './job.js';
import { type Outcome, textOf } from './outcome.js';
import { quantitiesOf } from './quantities.js';
import { collect, type RunUnit, runAll, shrink } from './run-units.js';
import { pointsOf, type Stretch } from './stretch.js';
import type { Unit } from './unit.js';
import type { Finding } from './verdict.js';

/** Points of a real domain, and of an integer one too large to walk, that the exact oracle examines. */
const sampledPoints = 3000;
/** Nominal seconds of one unit of an exact walk: small enough to spread and to show progress, large against a round trip. */
const unitSeconds = 0.25;

/** Parts of a sample, each of which has a tightest point. */
const leastParts = 12;
/** Tightest points from which still tighter ones are looked for, and points to be tried from each. */
const mostStarts = 6;
const mostEvaluations = 150;
/** Fewer do not get beyond coarse steps; a half of the points that the budget allows are spent on them at most. */
const enoughEvaluations = 60;

export async function decideByExactLaw(job: ClaimJob, claim: Claim, run: RunUnit): Promise<Finding> {
  const plan = planExact(job, claim);
  if ('dear' in plan) {
    const reason = tooDear('The exact law at one point', plan.dear, job.budget);
    return { verdict: 'undecided', points: 0, exhaustive: false, alpha: 0, oracle: 'exact', reason };
  }
  const outcomes = await runAll(job, plan.units, run);
  const first = collect(outcomes);
  // A walk has been at every point that a descent could go to.
  const isOpen = first.failure === undefined && first.unresolved === undefined && plan.evaluations > 0;
  const examined = new Set(isOpen ? plan.units.flatMap((unit) => [...pointsOf(job, unit)].map(textOf)) : []);
  const further = isOpen
    ? countOnce(await runAll(job, descents(outcomes, plan.evaluations), run), examined)
    : [];
  const { points, failure, unresolved, tightest } = collect([...outcomes, ...further]);
  const common = { points, alpha: 0, oracle: 'exact' as const, ...(tightest ? { tightest } : {}) };
  if (failure !== undefined) {
    const smallest = plan.exhaustive ? failure : await shrink(job, failure, 'exact', plan.units.length, run);
    return { ...common, verdict: 'refuted', exhaustive: false, counterexample: smallest };
  }
  if (unresolved !== undefined)
    return { ...common, verdict: 'undecided', exhaustive: false, reason: unresolved };
  const { leftOut } = plan;
  const remark =
    leftOut === 0
      ? {}
      : {
          reason: `${leftOut} points of the ranges were left out: the where part is too close to call there.`,
        };
  return { ...common, verdict: 'verified', exhaustive: plan.exhaustive, ...remark };
}

/** With each point that was not in the sample counted by the first descent that came to it. */
function countOnce(
  further: readonly (Outcome | undefined)[],
  examined: Set<string>,
): (Outcome | undefined)[] {
  return further.map((outcome) => {
    if (outcome?.visited === undefined) return outcome;
    const before = examined.size;
    for (const point of outcome.visited) examined.add(point);
    return { ...outcome, points: examined.size - before };
  });
}

/** Between the points of a sample a claim is most likely to fail near those where it is tightest: of different parts of the sample, the tightest ones. */
function descents(outcomes: readonly (Outcome | undefined)[], evaluations: number): Unit[] {
  return outcomes
    .flatMap((outcome) => (outcome?.tightest === undefined ? [] : [outcome.tightest]))
    .sort((a, b) => a.slack - b.slack)
    .slice(0, mostStarts)
    .map(({ point, slack }): Unit => ({ kind: 'descend', from: point, slack, evaluations }));
}

export interface ExactPlan {
  readonly units: readonly Stretch[];
  readonly exhaustive: boolean;
  /** Points at which the condition could not be decided, where they were counted. */
  readonly leftOut: number;
  /** Points to be tried from each start of a search that follows a sample; 0 for a walk. */
  readonly evaluations: number;
}

/** Or the nominal seconds of one point, where the budget does not even allow that. */
export function planExact(job: ClaimJob, claim: Claim): ExactPlan | { readonly dear: number } {
  const counted = countPoints(claim);
  const cost = dearestPoint(job, claim);
  if (cost > job.budget) return { dear: cost };
  if (counted !== undefined && counted.inside <= exhaustiveLimit && counted.inside * cost <= job.budget) {
    const box = boxSize(claim);
    const step = Math.max(1, Math.round(((unitSeconds / cost) * box) / counted.inside));
    const units: Stretch[] = [];
    for (let from = 0; from < box; from += step)
      units.push({ kind: 'walk', from, to: Math.min(box, from + step) });
    return { units, exhaustive: counted.unresolved === 0, leftOut: counted.unresolved, evaluations: 0 };
  }
  const { count, evaluations } = shareOut(Math.floor(job.budget / cost));
  const available = samplePoints(claim, job.seed, count).length;
  const step = Math.max(1, Math.min(Math.round(unitSeconds / cost), Math.ceil(available / leastParts)));
  const units: Stretch[] = [];
  for (let from = 0; from < available; from += step) {
    units.push({ kind: 'sample', from, to: Math.min(available, from + step), count });
  }
  return { units, exhaustive: false, leftOut: 0, evaluations };
}

/** Nominal seconds of the dearest point, as far as some of them tell: the price of all. */
export function dearestPoint(job: ClaimJob, claim: Claim): number {
  return (
    ownSeconds(job, claim) +
    Math.max(...probePoints(claim, job.seed).map((point) => exactPointCost(claim, point)))
  );
}

/** What the claim's own oracles take at a point. */
function ownSeconds({ oracles = [] }: ClaimJob, claim: Claim): number {
  const lawless = [claim.left, claim.right].flatMap(quantitiesOf).filter((each) => !hasLaw(each, claim));
  return lawless.reduce((sum, each) => {
    const oracle = oracleFor(each, claim, oracles);
    return oracle === undefined ? sum : sum + oracleSeconds(oracle);
  }, 0);
}

/** Sampled points, and points of each search that follows (none of a budget of few points), together at most a quarter more than the budget allows. */
function shareOut(affordable: number): { count: number; evaluations: number } {
  const quarter = Math.floor(Math.min(sampledPoints, affordable) / (4 * mostStarts));
  const evaluations = Math.min(
    mostEvaluations,
    Math.max(quarter, Math.min(enoughEvaluations, Math.floor(affordable / (2 * mostStarts)))),
  );
  const rest = affordable - mostStarts * (evaluations - quarter);
  return { count: Math.min(sampledPoints, affordable, rest), evaluations };
}
