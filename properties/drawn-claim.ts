/** A claim by drawn nets, or by an experiment: points are examined, a failure is made small, and confirmed on fresh nets. */
import type { Claim } from '../theory/language/claim.js';
import { describe } from './describe.js';
import { countPoints, samplePoints } from './domain.js';
import { experimentOf } from './experiments/run.js';
import type { ClaimJob } from './job.js';
import type { Outcome } from './outcome.js';
import { collect, type RunUnit, required, runAll, shrink } from './run-units.js';
import { simulatedPoints } from './simulate-point.js';
import { partsOfTheRest, suspect } from './spare-budget.js';
import type { Unit } from './unit.js';
import type { Finding, Point } from './verdict.js';

export async function decideByDrawnNets(job: ClaimJob, claim: Claim, run: RunUnit): Promise<Finding> {
  const count = samplePoints(claim, job.seed, simulatedPoints).length;
  const units = Array.from({ length: count }, (_, index): Unit => ({ kind: 'simulate', index, count }));
  const first = await runAll(job, units, run);
  const outcomes = await spendTheRest(job, first, run);
  const { points, failure, unresolved, tightest, resolution } = collect(outcomes);
  const common = {
    points,
    exhaustive: false,
    alpha: job.alpha,
    oracle: 'simulated' as const,
    ...(resolution === undefined ? {} : { resolution }),
    ...(tightest ? { tightest } : {}),
  };
  if (failure !== undefined) {
    const smallest = await shrink(job, failure, 'simulated', count, run);
    const confirmed = await required(run(job, { kind: 'confirm', point: smallest.point, count }));
    if (confirmed.failure !== undefined) {
      return { ...common, verdict: 'refuted', counterexample: confirmed.failure };
    }
    return { ...common, verdict: 'undecided', reason: unconfirmed(smallest.point) };
  }
  if (unresolved !== undefined) return { ...common, verdict: 'undecided', reason: unresolved };
  const margin =
    claim.relation === '=' && claim.tolerance === undefined ? { reason: 'checked to a margin of 5 %' } : {};
  return { ...common, verdict: 'supported', exhaustive: isWholeDomain(claim, job.seed, count), ...margin };
}

/** Whether the sampled points are all there are. */
function isWholeDomain(claim: Claim, seed: number, count: number): boolean {
  // Counting may cost more than looking for one point beyond.
  if (samplePoints(claim, seed, simulatedPoints + 1).length > count) return false;
  const counted = countPoints(claim);
  return counted !== undefined && counted.inside === count && counted.unresolved === 0;
}

/**
 * Points that are decided soon leave of their part of the budget what others want, unless some point is out of reach: what those have drawn
 * is drawn again, and more. All of it goes to the point where the claim looks false, if there is one; what that leaves, in equal parts to all.
 */
async function spendTheRest(
  job: ClaimJob,
  outcomes: readonly (Outcome | undefined)[],
  run: RunUnit,
): Promise<readonly (Outcome | undefined)[]> {
  const isSettled = (outcome: Outcome | undefined) =>
    outcome === undefined ||
    outcome.failure !== undefined ||
    outcome.badInput !== undefined ||
    (outcome.unresolved !== undefined && !isWithin(job.budget, outcome.wanted));
  if (outcomes.some(isSettled)) return outcomes;
  const count = outcomes.length;
  const all = [...outcomes];
  let spare = job.budget - outcomes.reduce((sum, outcome) => sum + (outcome?.spent ?? 0), 0);
  const again = async (parts: ReadonlyMap<number, number>) => {
    const units = [...parts].map(([index, budget]): Unit => ({ kind: 'simulate', index, count, budget }));
    const found = await runAll(job, units, run);
    [...parts.keys()].forEach((index, which) => {
      all[index] = found[which];
      spare -= found[which]?.spent ?? 0;
    });
  };
  const wanted = () => all.map((outcome) => outcome?.wanted);
  const first = suspect(wanted(), spare);
  if (first !== undefined) {
    await again(new Map([[first, Math.min(wanted()[first]!.most, spare)]]));
    if (all[first]?.unresolved !== undefined || isSettled(all[first])) return all;
  }
  await again(partsOfTheRest(wanted(), spare));
  return all;
}

/** Where not even the whole budget helps at some point, the claim stays open whatever is spent at others. */
const isWithin = (budget: number, wanted: Outcome['wanted']) =>
  wanted !== undefined && wanted.least <= Math.min(budget, wanted.most);

export async function decideByExperiment(job: ClaimJob, run: RunUnit): Promise<Finding> {
  const experiment = experimentOf(job);
  const count = experiment.points(job.experiment!.parameters).length;
  const drawn = experiment.oracle === 'simulated';
  const step = drawn ? 1 : experiment.chunk;
  const units: Unit[] = [];
  for (let from = 0; from < count; from += step) {
    units.push({ kind: 'experiment', from, to: Math.min(count, from + step), count, stream: 'examine' });
  }
  const outcomes = await runAll(job, units, run);
  const { points, failure, unresolved, tightest, resolution } = collect(outcomes);
  const common = {
    points,
    exhaustive: false,
    alpha: drawn ? job.alpha : 0,
    oracle: experiment.oracle,
    ...(resolution === undefined ? {} : { resolution }),
    ...(tightest ? { tightest } : {}),
  };
  if (failure !== undefined) {
    if (!drawn) return { ...common, verdict: 'refuted', counterexample: failure };
    const from = outcomes.findIndex((each) => each?.failure !== undefined);
    const again: Unit = { kind: 'experiment', from, to: from + 1, count, stream: 'confirm' };
    const confirmed = await required(run(job, again));
    if (confirmed.failure !== undefined)
      return { ...common, verdict: 'refuted', counterexample: confirmed.failure };
    return { ...common, verdict: 'undecided', reason: unconfirmed(failure.point) };
  }
  if (unresolved !== undefined) return { ...common, verdict: 'undecided', reason: unresolved };
  const { exhaustive, oracle } = experiment;
  if (oracle === 'algebra' && outcomes.every((each) => each?.proved))
    return { ...common, verdict: 'proved', exhaustive };
  return { ...common, verdict: drawn ? 'supported' : 'verified', exhaustive };
}

/** What is said of a failure that fresh nets did not confirm. */
function unconfirmed(point: Point): string {
  return `It failed at ${describe(point)}, but fresh nets did not confirm that; a larger --budget would settle it.`;
}
