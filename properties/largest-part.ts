/**
 * The largest part of a domain on which a claim holds, among those that one bound on L, d, L/d or another name of the claim cuts
 * off, or two bounds on one of them: found by one walk over the domain, confirmed by an ordinary check of that part, and by a
 * counterexample next to each bound.
 */
import type { Claim } from '../theory/language/claim.js';
import { decide } from './check.js';
import { coordinatesOf } from './coordinates.js';
import { type Cut, claimWithin, cutsBeside, type Part, type PlacedCut, placedCut } from './cuts.js';
import { samplePoints } from './domain.js';
import { exactAt } from './exact-at.js';
import { planExact } from './exact-claim.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import type { Outcome } from './outcome.js';
import { counterexample } from './point.js';
import { type RunUnit, required } from './run-units.js';
import { simulatedPoints } from './simulate-point.js';
import { pointsOf } from './stretch.js';
import type { Counterexample, Finding, Point, Verdict, VerdictWord } from './verdict.js';

export interface LargestPart {
  /** Where the claim holds: on the whole domain, on `part`, on no such part, or that could not be told. */
  readonly holds: 'everywhere' | 'on a part' | 'on no part' | 'undecided';
  /** The largest part, and the claim on it with the checker's verdict. */
  readonly part?: Part & { readonly claim: string; readonly exhaustive: boolean };
  /** The best part of every coordinate and direction that has one, the most points first. */
  readonly parts: readonly Part[];
  /** A point next to the part where the claim fails, below it where it has two bounds; where it holds on no part, any. */
  readonly counterexample?: Counterexample;
  /** The one above a part with two bounds. */
  readonly counterexampleAbove?: Counterexample;
  readonly oracle: Verdict['oracle'];
  readonly alpha: number;
  readonly seed: number;
  readonly reason?: string;
}

/** A bound is moved on at most so often by what the check of a part finds, where the domain is sampled. */
const mostRounds = 40;

export async function largestPart(job: ClaimJob, run: RunUnit): Promise<LargestPart> {
  const claim = claimOf(job);
  const whole = await decide(job, run);
  const common = { parts: [], oracle: whole.oracle, alpha: whole.alpha, seed: job.seed };
  if (whole.verdict === 'undecided') {
    return { ...common, holds: 'undecided', ...(whole.reason === undefined ? {} : { reason: whole.reason }) };
  }
  if (whole.verdict !== 'refuted') return { ...common, holds: 'everywhere' };
  const oracle = chooseOracle(claim, job.oracle).kind === 'simulated' ? 'simulated' : 'exact';
  const { examined, failing, exhaustive } = await examineAll(job, oracle, run);
  const failures = [whole.counterexample!.point, ...failing];
  const coordinates = coordinatesOf(claim);
  const checks = new Map<string, Finding>();
  for (let round = 0; ; round++) {
    const cuts = cutsBeside(coordinates, examined, failures, exhaustive);
    if (cuts.length === 0) {
      const reason = remarkOnNone(examined.length, failing.length);
      return { ...common, holds: 'on no part', counterexample: whole.counterexample!, oracle, reason };
    }
    if (oracle === 'simulated') return drawnPart({ ...common, oracle }, job, cuts, run);
    const placed = cuts.map((cut) => placedCut(claim, cut));
    const isLast = round >= mostRounds;
    const found = await counterexampleWithin(
      job,
      isLast ? placed.slice(0, 1) : placed,
      checks,
      exhaustive,
      run,
    );
    if (found === undefined) return exactPart({ ...common, oracle }, claim, placed, checks, exhaustive);
    if (isLast) {
      const reason = `Every part tried failed again on more points, ${mostRounds} times; narrow the ranges.`;
      return { ...common, oracle, holds: 'undecided', reason };
    }
    failures.push(found);
  }
}

/**
 * Checks the claim on each of the parts, unless that is done.
 * @returns a point at which it fails on one of them.
 */
async function counterexampleWithin(
  job: ClaimJob,
  cuts: readonly PlacedCut[],
  checks: Map<string, Finding>,
  exhaustive: boolean,
  run: RunUnit,
): Promise<Point | undefined> {
  for (const [index, { text }] of cuts.entries()) {
    // A walk over all points confirms every part; the largest one is checked nevertheless.
    if (checks.has(text) || (exhaustive && index > 0)) continue;
    const found = await decide({ ...job, text }, run);
    checks.set(text, found);
    if (found.counterexample !== undefined) return found.counterexample.point;
  }
  return undefined;
}

function exactPart(
  common: Omit<LargestPart, 'holds'>,
  claim: Claim,
  cuts: readonly PlacedCut[],
  checks: ReadonlyMap<string, Finding>,
  exhaustive: boolean,
): LargestPart {
  const [first] = cuts;
  const checked = checks.get(first!.text)!;
  const besides = first!.sides.map(({ beside }) => ({ beside, failure: exactAt(claim, beside) }));
  const verdictOn = (text: string): VerdictWord => {
    const own = checks.get(text)?.verdict;
    if (own === undefined) return exhaustive ? 'verified' : 'undecided';
    // Of an alternative, moved on as often as allowed.
    return own === 'refuted' ? 'undecided' : own;
  };
  const parts = cuts.map(({ part, text }): Part => ({ ...part, verdict: verdictOn(text) }));
  const reason =
    checked.verdict === 'undecided'
      ? checked.reason
      : besides.some(({ failure }) => failure.state === 'unresolved')
        ? 'The point next to the part is open, not refuted.'
        : undefined;
  return {
    ...common,
    holds: checked.verdict === 'undecided' ? 'undecided' : 'on a part',
    part: { ...parts[0]!, claim: first!.text, exhaustive: checked.exhaustive },
    parts,
    ...beyond(
      besides.map(({ beside, failure }) =>
        failure.state === 'fails' ? counterexample(beside, failure) : undefined,
      ),
    ),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** A counterexample for each bound of a part. */
function beyond([first, second]: readonly (Counterexample | undefined)[]) {
  return {
    ...(first === undefined ? {} : { counterexample: first }),
    ...(second === undefined ? {} : { counterexampleAbove: second }),
  };
}

function remarkOnNone(examined: number, failing: number): string {
  const held = examined - failing;
  if (held === 0) return `It was not shown to hold at any of the ${examined} points examined.`;
  return `It holds at ${held} of ${examined} points examined, which bounds on one name, or on L/d, do not part from the others.`;
}

/** All points examined, and those of them at which the claim does not certainly hold. */
async function examineAll(
  job: ClaimJob,
  oracle: 'exact' | 'simulated',
  run: RunUnit,
): Promise<{ examined: readonly Point[]; failing: readonly Point[]; exhaustive: boolean }> {
  const claim = claimOf(job);
  if (oracle === 'simulated') {
    const points = samplePoints(claim, job.seed, simulatedPoints);
    const outcomes = await Promise.all(
      points.map((_, index) => required(run(job, { kind: 'simulate', index, count: points.length }))),
    );
    const failing = points.filter((_, index) => !isHeld(outcomes[index]!));
    return { examined: points, failing, exhaustive: false };
  }
  const plan = planExact(job, claim);
  // A claim that was refuted is within the budget.
  const units = 'dear' in plan ? [] : plan.units;
  const outcomes = await Promise.all(
    units.map((stretch) => required(run(job, { kind: 'failures', stretch }))),
  );
  return {
    examined: units.flatMap((stretch) => [...pointsOf(job, stretch)]),
    failing: outcomes.flatMap(({ failures }) => failures!),
    exhaustive: 'exhaustive' in plan && plan.exhaustive,
  };
}

const isHeld = (outcome: Outcome) => outcome.failure === undefined && outcome.unresolved === undefined;

/** The points of all parts were found to hold together: each is as well supported as the largest. */
async function drawnPart(
  common: Omit<LargestPart, 'holds'>,
  job: ClaimJob,
  cuts: readonly Cut[],
  run: RunUnit,
): Promise<LargestPart> {
  const { part, coordinate, sides } = cuts[0]!;
  const confirmed = await Promise.all(
    sides.map(({ beside }) => required(run(job, { kind: 'confirm', point: beside, count: part.of }))),
  );
  const parts = cuts.map((cut): Part => ({ ...cut.part, verdict: 'supported' }));
  return {
    ...common,
    alpha: job.alpha,
    holds: 'on a part',
    part: { ...parts[0]!, claim: claimWithin(claimOf(job), coordinate, sides), exhaustive: false },
    parts,
    ...beyond(confirmed.map(({ failure }) => failure)),
    ...(confirmed.every(({ failure }) => failure !== undefined)
      ? {}
      : { reason: 'Fresh nets did not confirm that the claim fails next to the part.' }),
  };
}
