/**
 * From a claim to its verdict: algebra first, then the exact law, else drawn nets (docs/verdicts.md). The work is cut into
 * units that `run` may send anywhere; here they are put together again, in the order of the domain.
 */
import { isUnbounded } from '../theory/bounds/claimed.js';
import { InputError } from '../theory/errors.js';
import type { Claim } from '../theory/language/claim.js';
import { closedFormCost, conditionCost, exactPointCost, tooDear } from './cost.js';
import { describe } from './describe.js';
import { boxSize, countPoints, exhaustiveLimit, probePoints, samplePoints } from './domain.js';
import { experimentOf } from './experiments/run.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import { type Outcome, type Tightness, tighter } from './outcome.js';
import { simulatedPoints } from './simulate-point.js';
import type { Stretch } from './stretch.js';
import type { Unit } from './unit.js';
import type { Counterexample, Point, Verdict, VerdictWord } from './verdict.js';

/** Runs a unit of a job, here or in a worker. `wanted` is asked just before the start: false means that the unit is no longer needed. */
export type RunUnit = (job: ClaimJob, unit: Unit, wanted?: () => boolean) => Promise<Outcome | undefined>;

/** Points of a real domain, and of an integer one too large to walk, that the exact oracle examines. */
const sampledPoints = 3000;
/** Nominal seconds of one unit of an exact walk: small enough to spread and to show progress, large against a round trip. */
const unitSeconds = 0.25;

/** Parts of a sample, each of which has a tightest point. */
const leastParts = 12;
/** Tightest points from which still tighter ones are looked for, and points to be tried from each. */
const mostStarts = 6;
const mostEvaluations = 150;

/** Everything of a verdict but what the job and the clock know. */
type Finding = Omit<Verdict, 'id' | 'claim' | 'seconds' | 'seed'>;

export async function decide(job: ClaimJob, run: RunUnit): Promise<Finding> {
  if (job.kind === 'series') return decideByAlgebra(await required(run(job, { kind: 'algebra' })));
  if (job.kind === 'experiment') return decideByExperiment(job, run);
  const claim = claimOf(job);
  if (isUnbounded(claim)) return decideForAllWidths(await required(run(job, { kind: 'whole' })));
  const dear = whyTooDear(job, claim);
  if (dear !== undefined) {
    return { verdict: 'undecided', points: 0, exhaustive: false, alpha: 0, oracle: 'exact', reason: dear };
  }
  await required(run(job, { kind: 'scan' }));
  const oracle = chooseOracle(claim, job.oracle);
  if (oracle.kind === 'none') {
    return {
      verdict: 'undecided',
      points: 0,
      exhaustive: false,
      alpha: 0,
      oracle: 'simulated',
      reason: oracle.reason,
    };
  }
  if (oracle.kind === 'simulated') return decideByDrawnNets(job, claim, run);
  if (claim.relation === '=' && claim.tolerance === undefined) {
    const algebra = await required(run(job, { kind: 'algebra' }));
    if (algebra.proved === true || algebra.failure !== undefined || algebra.unresolved !== undefined)
      return decideByAlgebra(algebra);
  }
  return decideByExactLaw(job, claim, run);
}

/** Sums of many terms may make a single point cost more than the whole claim may. */
export function whyTooDear(job: ClaimJob, claim: Claim): string | undefined {
  const condition = conditionCost(claim);
  if (condition > job.budget) return tooDear('The where part at one point', condition, job.budget);
  const cost = Math.max(...probePoints(claim, job.seed).map((point) => closedFormCost(claim, point)));
  return cost > job.budget ? tooDear('The closed form at one point', cost, job.budget) : undefined;
}

export async function required(outcome: Promise<Outcome | undefined>): Promise<Outcome> {
  const result = await outcome;
  if (result === undefined) throw new Error('A unit that was needed was not run.');
  refuseBadInput(result);
  return result;
}

function refuseBadInput({ badInput }: Outcome): void {
  if (badInput !== undefined) throw new InputError(badInput.message, badInput.column);
}

/** Runs units side by side; none is started once an earlier one has settled the claim. */
async function runAll(job: ClaimJob, units: readonly Unit[], run: RunUnit): Promise<(Outcome | undefined)[]> {
  let firstSettled = Infinity;
  return Promise.all(
    units.map(async (unit, index) => {
      const outcome = await run(job, unit, () => index < firstSettled);
      if (outcome?.failure !== undefined || outcome?.badInput !== undefined) {
        firstSettled = Math.min(firstSettled, index);
      }
      return outcome;
    }),
  );
}

function decideByAlgebra(outcome: Outcome): Finding {
  const common = { points: outcome.points, alpha: 0, oracle: 'algebra' as const };
  if (outcome.failure !== undefined) {
    return { ...common, verdict: 'refuted', exhaustive: false, counterexample: outcome.failure };
  }
  if (outcome.proved === true) return { ...common, verdict: 'proved', exhaustive: true };
  return {
    ...common,
    verdict: 'undecided',
    exhaustive: false,
    reason: outcome.unresolved?.reason ?? 'The difference could not be reduced to zero.',
  };
}

function decideForAllWidths({ points, failure, proved, unresolved, certificate }: Outcome): Finding {
  const common = { points, alpha: 0, oracle: 'exact' as const };
  if (failure !== undefined)
    return { ...common, verdict: 'refuted', exhaustive: false, counterexample: failure };
  if (proved === true) return { ...common, verdict: 'proved', exhaustive: true, certificate: certificate! };
  return {
    ...common,
    verdict: 'undecided',
    exhaustive: false,
    reason: `At ${describe(unresolved!.point)}: ${unresolved!.reason}`,
  };
}

async function decideByExactLaw(job: ClaimJob, claim: Claim, run: RunUnit): Promise<Finding> {
  const plan = planExact(job, claim);
  if ('dear' in plan) {
    const reason = tooDear('The exact law at one point', plan.dear, job.budget);
    return { verdict: 'undecided', points: 0, exhaustive: false, alpha: 0, oracle: 'exact', reason };
  }
  const outcomes = await runAll(job, plan.units, run);
  const first = collect(outcomes);
  const isOpen = first.failure === undefined && first.unresolved === undefined && !plan.exhaustive;
  const further = isOpen ? await runAll(job, descents(outcomes), run) : [];
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

/** Between the points of a sample a claim is most likely to fail near those where it is tightest: of different parts of the sample, the tightest ones. */
function descents(outcomes: readonly (Outcome | undefined)[]): Unit[] {
  const examined = outcomes.reduce((sum, outcome) => sum + (outcome?.points ?? 0), 0);
  const evaluations = Math.min(mostEvaluations, Math.ceil(examined / (4 * mostStarts)));
  return outcomes
    .flatMap((outcome) => (outcome?.tightest === undefined ? [] : [outcome.tightest]))
    .sort((a, b) => a.slack - b.slack)
    .slice(0, mostStarts)
    .map(({ point }): Unit => ({ kind: 'descend', from: point, evaluations }));
}

export interface ExactPlan {
  readonly units: readonly Stretch[];
  readonly exhaustive: boolean;
  /** Points at which the condition could not be decided, where they were counted. */
  readonly leftOut: number;
}

/** Or the nominal seconds of one point, where the budget does not even allow that. */
export function planExact(job: ClaimJob, claim: Claim): ExactPlan | { readonly dear: number } {
  const counted = countPoints(claim);
  const probes = probePoints(claim, job.seed);
  const cost = Math.max(...probes.map((point) => exactPointCost(claim, point)));
  if (cost > job.budget) return { dear: cost };
  if (counted !== undefined && counted.inside <= exhaustiveLimit && counted.inside * cost <= job.budget) {
    const box = boxSize(claim);
    const step = Math.max(1, Math.round(((unitSeconds / cost) * box) / counted.inside));
    const units: Stretch[] = [];
    for (let from = 0; from < box; from += step)
      units.push({ kind: 'walk', from, to: Math.min(box, from + step) });
    return { units, exhaustive: counted.unresolved === 0, leftOut: counted.unresolved };
  }
  const count = Math.min(sampledPoints, Math.floor(job.budget / cost));
  const available = samplePoints(claim, job.seed, count).length;
  const step = Math.max(1, Math.min(Math.round(unitSeconds / cost), Math.ceil(available / leastParts)));
  const units: Stretch[] = [];
  for (let from = 0; from < available; from += step) {
    units.push({ kind: 'sample', from, to: Math.min(available, from + step), count });
  }
  return { units, exhaustive: false, leftOut: 0 };
}

async function decideByDrawnNets(job: ClaimJob, claim: Claim, run: RunUnit): Promise<Finding> {
  const count = samplePoints(claim, job.seed, simulatedPoints).length;
  const units = Array.from({ length: count }, (_, index): Unit => ({ kind: 'simulate', index, count }));
  const { points, failure, unresolved, tightest, resolution } = collect(await runAll(job, units, run));
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
  return { ...common, verdict: 'supported', ...margin };
}

async function decideByExperiment(job: ClaimJob, run: RunUnit): Promise<Finding> {
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

async function shrink(
  job: ClaimJob,
  failure: Counterexample,
  oracle: 'exact' | 'simulated',
  count: number,
  run: RunUnit,
): Promise<Counterexample> {
  const outcome = await required(run(job, { kind: 'shrink', point: failure.point, oracle, count }));
  return outcome.failure ?? failure;
}

/** What units found, in the order of the domain, up to and including the first failure. @throws InputError if bad input came first. */
function collect(outcomes: readonly (Outcome | undefined)[]) {
  let points = 0;
  let unresolved: string | undefined;
  let tightest: Tightness | undefined;
  let resolution: number | undefined;
  for (const outcome of outcomes) {
    // Units before the first failure are skipped only when the run was stopped: then there is no verdict.
    if (outcome === undefined) throw new Error('The run was stopped before this claim was decided.');
    refuseBadInput(outcome);
    points += outcome.points;
    tightest = tighter(tightest, outcome.tightest);
    if (outcome.resolution !== undefined) resolution = Math.max(resolution ?? 0, outcome.resolution);
    if (outcome.failure !== undefined)
      return { points, failure: outcome.failure, unresolved, tightest, resolution };
    if (outcome.unresolved !== undefined && unresolved === undefined) {
      unresolved = `At ${describe(outcome.unresolved.point)}: ${outcome.unresolved.reason}`;
    }
  }
  return { points, failure: undefined, unresolved, tightest, resolution };
}

/** Exit code of a run: 1 if any claim is refuted, else 3 if any is undecided, else 0. */
export function exitCode(verdicts: readonly { readonly verdict: VerdictWord }[]): 0 | 1 | 3 {
  if (verdicts.some((each) => each.verdict === 'refuted')) return 1;
  return verdicts.some((each) => each.verdict === 'undecided') ? 3 : 0;
}
