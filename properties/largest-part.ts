/**
 * The largest part of a domain on which a claim holds, among those that one bound on L, d, L/d or another name of the claim cuts
 * off: found by one walk over the domain, confirmed by an ordinary check of that part, and by a counterexample next to it.
 */

import { toText } from '../theory/expression/text.js';
import type { Claim, Condition } from '../theory/language/claim.js';
import { formatClaim } from '../theory/language/format-claim.js';
import { decide } from './check.js';
import { type Coordinate, conditionOf, coordinatesOf, type Direction } from './coordinates.js';
import { samplePoints } from './domain.js';
import { exactAt } from './exact-at.js';
import { planExact } from './exact-claim.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import type { Outcome } from './outcome.js';
import { counterexample } from './point.js';
import { type RunUnit, required } from './run-units.js';
import { edge } from './sharpen/bracket.js';
import { simulatedPoints } from './simulate-point.js';
import { pointsOf } from './stretch.js';
import type { Counterexample, Point, Verdict } from './verdict.js';

/** A part of the domain: the points with coordinate >= threshold, or <= threshold. */
export interface Part {
  readonly name: string;
  readonly relation: Direction;
  readonly threshold: number;
  /** `d >= 2`, as it may stand in a where part. */
  readonly condition: string;
  /** Examined points within, all of which hold, and of the domain. */
  readonly points: number;
  readonly of: number;
}

export interface LargestPart {
  /** Where the claim holds: on the whole domain, on `part`, on no such part, or that could not be told. */
  readonly holds: 'everywhere' | 'on a part' | 'on no part' | 'undecided';
  /** The largest part, and the claim on it with the checker's verdict. */
  readonly part?: Part & {
    readonly claim: string;
    readonly verdict: Verdict['verdict'];
    readonly exhaustive: boolean;
  };
  /** The best part of every coordinate and direction that has one, the largest first. */
  readonly parts: readonly Part[];
  /** A point next to the part where the claim fails; where it holds on no part, any. */
  readonly counterexample?: Counterexample;
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
  const { examined, failing } = await examineAll(job, oracle, run);
  const failures = [whole.counterexample!.point, ...failing];
  const coordinates = coordinatesOf(claim);
  for (let round = 0; round < mostRounds; round++) {
    const cuts = cutsBeside(coordinates, examined, failures);
    const parts = cuts.map(({ part }) => part);
    const best = parts[0];
    if (best === undefined) {
      return {
        ...common,
        holds: 'on no part',
        counterexample: whole.counterexample!,
        oracle,
      };
    }
    let { beside, bound } = cuts[0]!;
    const { coordinate } = cuts[0]!;
    if (oracle === 'exact' && !coordinate.integer && coordinate.name !== 'L/d') {
      ({ beside, bound } = refined(claim, cuts[0]!));
    }
    const threshold = coordinate.at(bound);
    const cut = conditionOf(coordinate, best.relation, bound);
    const text = restricted(claim, cut);
    if (oracle === 'simulated') return drawnPart({ ...common, oracle }, job, parts, text, beside, run);
    const checked = await decide({ ...job, text }, run);
    if (checked.counterexample !== undefined) {
      failures.push(checked.counterexample.point);
      continue;
    }
    const failure = exactAt(claim, beside);
    return {
      ...common,
      oracle,
      holds: checked.verdict === 'undecided' ? 'undecided' : 'on a part',
      part: {
        ...best,
        threshold,
        condition: textOf(cut),
        claim: text,
        verdict: checked.verdict,
        exhaustive: checked.exhaustive,
      },
      parts,
      ...(failure.state === 'fails' ? { counterexample: counterexample(beside, failure) } : {}),
      ...(failure.state === 'unresolved'
        ? { reason: 'The point next to the part is open, not refuted.' }
        : {}),
      ...(checked.verdict === 'undecided' ? { reason: checked.reason ?? '' } : {}),
    };
  }
  return {
    ...common,
    oracle,
    holds: 'undecided',
    reason: `Every part tried failed again on more points, ${mostRounds} times; narrow the ranges.`,
  };
}

/** All points examined, and those of them at which the claim does not certainly hold. */
async function examineAll(
  job: ClaimJob,
  oracle: 'exact' | 'simulated',
  run: RunUnit,
): Promise<{ examined: readonly Point[]; failing: readonly Point[] }> {
  const claim = claimOf(job);
  if (oracle === 'simulated') {
    const points = samplePoints(claim, job.seed, simulatedPoints);
    const outcomes = await Promise.all(
      points.map((_, index) => required(run(job, { kind: 'simulate', index, count: points.length }))),
    );
    return { examined: points, failing: points.filter((_, index) => !isHeld(outcomes[index]!)) };
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
  };
}

const isHeld = (outcome: Outcome) => outcome.failure === undefined && outcome.unresolved === undefined;

interface Cut {
  readonly coordinate: Coordinate;
  readonly part: Part;
  /** The point within whose coordinate is the bound, and the failing one next to it. */
  readonly bound: Point;
  readonly beside: Point;
}

/** For every coordinate and direction the part beyond all failures, the one with the most points first. */
function cutsBeside(
  coordinates: readonly Coordinate[],
  examined: readonly Point[],
  failures: readonly Point[],
): Cut[] {
  const cuts = coordinates.flatMap((coordinate) =>
    (['>=', '<='] as const).flatMap((relation): Cut[] => {
      const sign = relation === '>=' ? 1 : -1;
      const at = (point: Point) => sign * coordinate.at(point);
      const beside = failures.reduce((a, b) => (at(b) > at(a) ? b : a));
      const inside = examined.filter((point) => at(point) > at(beside));
      if (inside.length === 0) return [];
      const bound = inside.reduce((a, b) => (at(b) < at(a) ? b : a));
      const part: Part = {
        name: coordinate.name,
        relation,
        threshold: coordinate.at(bound),
        condition: textOf(conditionOf(coordinate, relation, bound)),
        points: inside.length,
        of: examined.length,
      };
      return [{ coordinate, part, bound, beside }];
    }),
  );
  return cuts.sort((a, b) => b.part.points - a.part.points);
}

/** To which the two sides of a bound are found; it is then given to six. */
const refinedDigits = 11;

/** On a real range the bound lies anywhere between two points examined: it is bisected along the failing one, to six digits. */
function refined(
  claim: Claim,
  { coordinate: { name }, part, bound, beside }: Cut,
): Pick<Cut, 'bound' | 'beside'> {
  const stateAt = (value: number) => exactAt(claim, { ...beside, [name]: value }).state;
  const holds = edge((value) => stateAt(value) === 'holds', bound[name]!, beside[name]!, refinedDigits);
  const fails = edge((value) => stateAt(value) === 'fails', beside[name]!, bound[name]!, refinedDigits);
  const sign = part.relation === '>=' ? 1 : -1;
  const rounded = Number(holds.toPrecision(6));
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(holds))) - 5);
  const threshold = sign * (rounded - holds) >= 0 ? rounded : Number((rounded + sign * unit).toPrecision(6));
  const isBetween = sign * (bound[name]! - threshold) > 0;
  return {
    bound: isBetween ? { ...bound, [name]: threshold } : bound,
    beside: { ...beside, [name]: fails },
  };
}

function textOf(condition: Condition): string {
  return condition.kind === 'compare'
    ? `${toText(condition.left)} ${condition.operator} ${toText(condition.right)}`
    : '';
}

/** The claim on the part of its domain where the condition holds too. */
function restricted(claim: Claim, condition: Condition): string {
  const { condition: before } = claim;
  return formatClaim({
    ...claim,
    condition: before === undefined ? condition : { kind: 'and', left: before, right: condition },
  });
}

async function drawnPart(
  common: Omit<LargestPart, 'holds'>,
  job: ClaimJob,
  parts: readonly Part[],
  claim: string,
  beside: Point,
  run: RunUnit,
): Promise<LargestPart> {
  const count = parts[0]!.of;
  const confirmed = await required(run(job, { kind: 'confirm', point: beside, count }));
  return {
    ...common,
    alpha: job.alpha,
    holds: 'on a part',
    part: { ...parts[0]!, claim, verdict: 'supported', exhaustive: false },
    parts,
    ...(confirmed.failure === undefined
      ? { reason: 'Fresh nets did not confirm that the claim fails next to the part.' }
      : { counterexample: confirmed.failure }),
  };
}
