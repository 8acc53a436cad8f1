/**
 * Claims about all widths (and depths): one by one up to some width D by the exact law, by an inequality between polynomials from there
 * on (docs/derivations/bounds.md). What holds is proved, with a certificate; what fails somewhere is refuted there.
 */
import Fraction from 'fraction.js';
import { ProductLaw } from '../numerics/law/index.js';
import { exactFraction } from '../theory/algebra/rational.js';
import { claimedOf, type SurvivalStatement } from '../theory/bounds/claimed.js';
import { negativeFrom, type Residue } from '../theory/bounds/inequality.js';
import {
  type LayerStatement,
  leastHalfDegree,
  mostHalfDegree,
  type Sufficient,
  sufficientFor,
} from '../theory/bounds/statement.js';
import {
  isCantelliEnough,
  isSurvivalShownFrom,
  meanCoefficient,
  survivalBounds,
  varianceCoefficient,
} from '../theory/bounds/survival.js';
import { InputError } from '../theory/errors.js';
import type { QuantityNode } from '../theory/expression/ast.js';
import { enclose, logToNumber } from '../theory/expression/enclosure.js';
import type { Claim } from '../theory/language/claim.js';
import { parseExpression } from '../theory/language/parse-claim.js';
import { type Bracket, type Certificate, certificateFormat } from './certificate.js';
import { exactPointCost } from './cost.js';
import { samplePoints } from './domain.js';
import { exactAt } from './exact-at.js';
import { exactValuation } from './exact-quantities.js';
import { type ClaimJob, claimOf } from './job.js';
import { chooseOracle } from './oracle.js';
import type { Outcome } from './outcome.js';
import { checkFinite, counterexample } from './point.js';
import type { Point } from './verdict.js';

/** Widths that are examined one by one at most. */
const mostFinite = 4096;
/** A statement whose tail is not shown is false somewhere, as a rule: widths up to here are searched. */
const widest = 100_000;
const deepest = 100;
/** How far a window reaches beyond the least depth and width, and how many of its points are looked at. */
const windowSize = 1000;
const windowPoints = 300;
const mostSearchSeconds = 10;
const mildest = new Fraction('1/1000000000');

/** The smallest D from which on all residues are shown negative, over the degrees of the Taylor polynomials. */
interface Tail {
  readonly halfDegree: number;
  readonly from: number;
  readonly residues: readonly Residue[];
}

export function proveForAllWidths(job: ClaimJob): Outcome {
  const claim = claimOf(job);
  const claimed = claimedOf(claim);
  const from = claim.ranges.find((range) => range.name === 'd')!.from;
  if ('reason' in claimed)
    return searchWindow(job, claim, {
      points: 0,
      unresolved: { point: smallest(claim), reason: claimed.reason },
    });
  if (claimed.kind === 'layer') return proveLayer(claim, claimed.statement, claimed.quantity, from);
  const outcome = proveSurvival(job, claim, claimed.statement, from);
  return isMild(claimed.statement) ? searchWindow(job, claim, outcome) : outcome;
}

/** What is not proved may be false where it is cheap to see: at moderate depths and widths, by the exact law. */
function searchWindow(job: ClaimJob, claim: Claim, outcome: Outcome): Outcome {
  if (outcome.unresolved === undefined || chooseOracle(claim).kind !== 'exact') return outcome;
  const ranges = claim.ranges.map((range) =>
    range.name === 'L' || range.name === 'd'
      ? { ...range, to: Math.min(range.to, range.from + windowSize) }
      : range,
  );
  const points = windowOf({ ...claim, ranges }, job.seed);
  const spend = purse(job);
  for (const [index, point] of points.entries()) {
    if (!spend(claim, point)) return { ...outcome, points: outcome.points + index };
    checkFinite(claim, point);
    const decision = exactAt(claim, point);
    if (decision.state === 'fails')
      return { points: outcome.points + index + 1, failure: counterexample(point, decision) };
  }
  return { ...outcome, points: outcome.points + points.length };
}

/** Its points, smaller nets first; none where the condition holds nowhere in it. */
function windowOf(claim: Claim, seed: number): Point[] {
  try {
    return samplePoints(claim, seed, windowPoints).sort((a, b) => a.L! * a.d! - b.L! * b.d!);
  } catch (error) {
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** A search for failures may cost this many nominal seconds, as far as the budget goes. */
function purse(job: ClaimJob): (claim: Claim, point: Point) => boolean {
  let left = Math.min(job.budget, mostSearchSeconds);
  return (claim, point) => {
    left -= exactPointCost(claim, point);
    return left >= 0;
  };
}

/** Depths do not matter: both sides are L times one layer's. */
const smallest = (claim: Claim) => Object.fromEntries(claim.ranges.map((range) => [range.name, range.from]));
const pointAt = (claim: Claim, d: number) => ({ ...smallest(claim), d });

function bestTail(sufficient: (n: number) => readonly Sufficient[]): Tail | undefined {
  let best: Tail | undefined;
  for (let n = leastHalfDegree; n <= mostHalfDegree; n++) {
    const parts = sufficient(n);
    const residues = parts.flatMap((part) => part.residues);
    const froms = residues.map((residue) => negativeFrom(residue, mostFinite));
    if (froms.some((each) => each === undefined)) continue;
    const from = Math.max(...parts.map((part) => part.from), ...froms.map((each) => each!));
    const halfDegree = parts[0]!.halfDegree;
    if (best === undefined || from < best.from) best = { halfDegree, from, residues };
  }
  return best;
}

function proveLayer(claim: Claim, statement: LayerStatement, node: QuantityNode, from: number): Outcome {
  const tail = bestTail((n) => [sufficientFor(statement, n)]);
  if (tail === undefined) return searchFailure(claim, from);
  const finite: Certificate['finite'][number][] = [];
  for (let width = from; width < tail.from; width++) {
    const point = pointAt(claim, width);
    const decision = exactAt(claim, point);
    if (decision.state === 'fails')
      return { points: finite.length + 1, failure: counterexample(point, decision) };
    if (decision.state === 'unresolved')
      return { points: finite.length, unresolved: { point, reason: tooClose } };
    finite.push({ width, enclosures: [layerEnclosure(claim, statement, node, width)] });
  }
  const { quantity, activation, relation, bound } = statement;
  return {
    points: finite.length,
    proved: true,
    certificate: {
      format: certificateFormat,
      claim: claim.text,
      statement: {
        quantity: quantity.kind,
        ...(quantity.kind === 'moment' ? { power: quantity.power.toFraction() } : {}),
        activation,
        relation,
        bound: texts(bound),
        from,
      },
      finite,
      tail: tailText(tail),
    },
  };
}

const tooClose =
  'both sides agree to within the error of the computation, so that neither side of the claim can be shown.';

/** m, v or log E X^s of one layer. */
function layerEnclosure(claim: Claim, statement: LayerStatement, node: QuantityNode, width: number): Bracket {
  const value = exactValuation(claim, { L: 1, d: width })!(node);
  if (statement.quantity.kind !== 'moment') return [value.lower, value.upper];
  const { lo, hi } = logToNumber(value);
  return [lo, hi];
}

/** The smallest failing width: one by one at first, then doubling and halving. */
function searchFailure(claim: Claim, from: number): Outcome {
  let points = 0;
  const failureAt = (width: number) => {
    points += 1;
    const point = pointAt(claim, width);
    const decision = exactAt(claim, point);
    return decision.state === 'fails' ? counterexample(point, decision) : undefined;
  };
  let held = from - 1;
  for (let width = from; width <= widest; width = width < from + 64 ? width + 1 : 2 * width) {
    let failure = failureAt(width);
    if (failure === undefined) {
      held = width;
      continue;
    }
    for (let failing = width; failing - held > 1; ) {
      const middle = Math.floor((held + failing) / 2);
      const earlier = failureAt(middle);
      if (earlier === undefined) held = middle;
      else [failing, failure] = [middle, earlier];
    }
    return { points, failure };
  }
  const reason = `none of the ${points} widths looked at fails, but the bounds do not show it for all; a weaker bound may be provable.`;
  return { points, unresolved: { point: pointAt(claim, from), reason } };
}

function proveSurvival(job: ClaimJob, claim: Claim, statement: SurvivalStatement, from: number): Outcome {
  const reach = reachOf(statement);
  const tail = bestTail(survivalBounds)!;
  let start = tail.from;
  while (start <= mostFinite && !isSurvivalShownFrom(statement, reach, start)) start *= 2;
  if (start > mostFinite) return searchLostNet(job, claim, statement, from, 'for large widths');
  const finite: Certificate['finite'][number][] = [];
  for (let width = from; width < start; width++) {
    const depth = Number(new Fraction(width).div(statement.ratio).floor().n);
    const enclosures = momentEnclosures(width);
    if (depth > 0 && !isSurvivalShownAt(statement, reach, width, depth, enclosures))
      return searchLostNet(job, claim, statement, from, `at L = ${depth}, d = ${width}`);
    finite.push({ width, enclosures });
  }
  return {
    points: finite.length,
    proved: true,
    certificate: {
      format: certificateFormat,
      claim: claim.text,
      statement: {
        quantity: 'survival',
        activation: 'relu',
        floor: statement.floor.toFraction(),
        risk: statement.risk.toFraction(),
        ratio: statement.ratio.toFraction(),
        from,
      },
      finite,
      tail: {
        ...tailText(tail),
        from: start,
        mean: meanCoefficient.neg().toFraction(),
        variance: varianceCoefficient.toFraction(),
      },
    },
  };
}

/** Tails far out are dear, and nothing is likely to be found there. */
const isMild = ({ floor, risk }: SurvivalStatement) =>
  [floor, risk].every((each) => each.compare(mildest) >= 0);

/** Where Cantelli's inequality does not reach, the least widths allowed may fail. */
function searchLostNet(
  job: ClaimJob,
  claim: Claim,
  statement: SurvivalStatement,
  from: number,
  where: string,
): Outcome {
  const depths = claim.ranges.find((range) => range.name === 'L')!;

  const spend = purse(job);
  let points = 0;
  for (
    let depth = depths.from;
    isMild(statement) && depth <= Math.min(depths.to, depths.from + deepest);
    depth++
  ) {
    const width = Math.max(from, Number(statement.ratio.mul(depth).ceil().n));
    const point = { ...smallest(claim), L: depth, d: width };
    if (width > widest || !spend(claim, point)) break;
    points += 1;
    const decision = exactAt(claim, point);
    if (decision.state === 'fails') return { points, failure: counterexample(point, decision) };
  }
  const reason = `Cantelli's inequality does not show it ${where}, and no net at the least width of its depth was found to fail; a larger ratio of d to L may be provable.`;
  return { points, unresolved: { point: pointAt(claim, from), reason } };
}

/** A lower bound of log(1/floor). */
function reachOf({ floor }: SurvivalStatement): Fraction {
  const { lower } = enclose(parseExpression(`-log(${floor.toFraction()})`, { names: [] }), {});
  return exactFraction(lower);
}

/** Of m and v, for one layer of he-normal relu. */
function momentEnclosures(width: number): [Bracket, Bracket] {
  const law = new ProductLaw([{ width, gain: 2, activation: 'relu', count: 1 }]);
  const bracket = ({ value, error }: { value: number; error: number }): Bracket => [
    value - error * (1 + 1e-9) - Math.abs(value) * 2 ** -52,
    value + error * (1 + 1e-9) + Math.abs(value) * 2 ** -52,
  ];
  return [bracket(law.logMean()), bracket(law.logVariance())];
}

/** At the greatest depth for this width: smaller ones lose less. */
function isSurvivalShownAt(
  statement: SurvivalStatement,
  reach: Fraction,
  width: number,
  depth: number,
  [[lowest], [, variance]]: [Bracket, Bracket],
): boolean {
  const dead = new Fraction(BigInt(depth), 2n ** BigInt(width));
  const times = (x: number) => exactFraction(x).mul(depth);
  return isCantelliEnough(statement, reach, times(variance), times(Math.max(0, -lowest)), dead);
}

const texts = (polynomial: readonly Fraction[]) => polynomial.map((each) => each.toFraction());

function tailText({ halfDegree, from, residues }: Tail) {
  return {
    from,
    halfDegree,
    residues: residues.map(({ plain, dead }) => ({ plain: texts(plain), dead: texts(dead) })),
  };
}
