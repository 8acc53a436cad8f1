/**
 * The largest part of a domain on which a claim holds, among those that one bound on L, d, L/d or another name of the claim cuts
 * off, or two bounds on one of them: found by one walk over the domain, confirmed by that walk where it is the whole domain, else by an
 * ordinary check of that part, and by a counterexample next to each bound.
 */
import type { Claim } from '../theory/language/claim.js';
import { decide } from './check.js';
import { coordinatesOf } from './coordinates.js';
import { type Cut, claimWithin, cutsBeside, type Part } from './cuts.js';
import { samplePoints } from './domain.js';
import { exactAt } from './exact-at.js';
import { planExact } from './exact-claim.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import type { Outcome } from './outcome.js';
import { openPartChecks, passOver } from './part-checks.js';
import { counterexample } from './point.js';
import { onceEach, type RunUnit, required } from './run-units.js';
import { simulatedPoints } from './simulate-point.js';
import { pointsOf } from './stretch.js';
import { isConfirmed, type Tried, triedByChecks, triedByWalk } from './tried-parts.js';
import type { Counterexample, Point, Verdict } from './verdict.js';

export interface LargestPart {
  /** Where the claim holds: on the whole domain, on `part`, on no such part that was found, or that could not be told. */
  readonly holds: 'everywhere' | 'on a part' | 'on no part' | 'undecided';
  /** Where it holds everywhere: the checker's verdict, which speaks of the points examined alone unless they are all. */
  readonly whole?: Pick<Verdict, 'verdict' | 'points' | 'exhaustive'>;
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

export async function largestPart(
  job: ClaimJob,
  send: RunUnit,
  /** Told what is being checked, in words. */
  tell: (what: string) => void = () => {},
): Promise<LargestPart> {
  const claim = claimOf(job);
  const run = onceEach(send);
  const pass = passOver(job, claim);
  const whole = await decide(pass, toTheEnd(run));
  const common = { parts: [], oracle: whole.oracle, alpha: whole.alpha, seed: job.seed };
  if (whole.verdict === 'undecided') {
    return { ...common, holds: 'undecided', ...(whole.reason === undefined ? {} : { reason: whole.reason }) };
  }
  if (whole.verdict !== 'refuted') {
    const { verdict, points, exhaustive } = whole;
    return { ...common, holds: 'everywhere', whole: { verdict, points, exhaustive } };
  }
  const oracle = chooseOracle(claim, job.oracle).kind === 'simulated' ? 'simulated' : 'exact';
  const { examined, failing, walked } = await examineAll(pass, oracle, run);
  const failures = [whole.counterexample!.point, ...failing];
  const coordinates = coordinatesOf(claim);
  const checks = openPartChecks(job, run, tell);
  for (;;) {
    const cuts = cutsBeside(coordinates, examined, failures, walked !== undefined);
    if (cuts.length === 0) {
      const reason = remarkOnNone(examined.length, failing.length);
      return { ...common, holds: 'on no part', counterexample: whole.counterexample!, oracle, reason };
    }
    if (oracle === 'simulated') return drawnPart({ ...common, oracle }, job, cuts, run);
    const tried =
      walked === undefined
        ? await triedByChecks(claim, cuts, checks)
        : triedByWalk(claim, cuts, examined, failures, walked);
    if (!('failing' in tried)) return exactPart({ ...common, oracle }, claim, tried);
    failures.push(tried.failing);
  }
}

/** Points beyond the first failure are wanted too: what a pass finds need not be found again. */
function toTheEnd(run: RunUnit): RunUnit {
  return (job, unit, wanted) =>
    unit.kind === 'walk' || unit.kind === 'sample'
      ? run(job, { kind: 'failures', stretch: unit })
      : run(job, unit, wanted);
}

/** The largest part that is confirmed first; where none is, the largest, as undecided. */
function exactPart(common: Omit<LargestPart, 'holds'>, claim: Claim, tried: readonly Tried[]): LargestPart {
  const first = tried.find(isConfirmed) ?? tried[0]!;
  const parts = [first, ...tried.filter((each) => each !== first)];
  const besides = first.cut.sides.map(({ beside }) => ({ beside, failure: exactAt(claim, beside) }));
  const unsettled = tried.find((each) => !isConfirmed(each) && each !== first);
  const reasons = [
    ...(isConfirmed(first) ? [] : [first.why!]),
    ...(unsettled === undefined
      ? []
      : [`Where ${unsettled.cut.part.condition} it is not confirmed: ${unsettled.why}`]),
    ...(besides.some(({ failure }) => failure.state === 'unresolved')
      ? ['The point next to the part is open, not refuted.']
      : []),
  ];
  return {
    ...common,
    holds: isConfirmed(first) ? 'on a part' : 'undecided',
    part: { ...partOf(first), claim: first.cut.text, exhaustive: first.exhaustive },
    parts: parts.map(partOf),
    ...beyond(
      besides.map(({ beside, failure }) =>
        failure.state === 'fails' ? counterexample(beside, failure) : undefined,
      ),
    ),
    ...(reasons.length === 0 ? {} : { reason: reasons.join(' ') }),
  };
}

const partOf = ({ cut, verdict }: Tried): Part => ({ ...cut.part, verdict });

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
  return `It was shown to hold at ${held} of ${examined} points examined; no bounds on one name, or on L/d, were found to part them from the others.`;
}

interface Examined {
  readonly examined: readonly Point[];
  /** Those of them at which the claim does not certainly hold. */
  readonly failing: readonly Point[];
  /** Where they are all points at which the where part could be decided: whether it could be everywhere. */
  readonly walked?: { readonly exhaustive: boolean };
}

/** The points of the first pass. */
async function examineAll(job: ClaimJob, oracle: 'exact' | 'simulated', run: RunUnit): Promise<Examined> {
  const claim = claimOf(job);
  if (oracle === 'simulated') {
    const points = samplePoints(claim, job.seed, simulatedPoints);
    const outcomes = await Promise.all(
      points.map((_, index) => required(run(job, { kind: 'simulate', index, count: points.length }))),
    );
    const failing = points.filter((_, index) => !isHeld(outcomes[index]!));
    return { examined: points, failing };
  }
  const plan = planExact(job, claim);
  // A claim that was refuted is within the budget.
  if ('dear' in plan) return { examined: [], failing: [] };
  const { units, exhaustive } = plan;
  const outcomes = await Promise.all(
    units.map((stretch) => required(run(job, { kind: 'failures', stretch }))),
  );
  return {
    examined: units.flatMap((stretch) => [...pointsOf(job, stretch)]),
    failing: outcomes.flatMap(({ failures }) => failures!),
    ...(units[0]?.kind === 'walk' ? { walked: { exhaustive } } : {}),
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
