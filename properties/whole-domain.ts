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
import type { QuantityNode } from '../theory/expression/ast.js';
import { enclose, logToNumber } from '../theory/expression/enclosure.js';
import type { Claim } from '../theory/language/claim.js';
import { parseExpression } from '../theory/language/parse-claim.js';
import { type Bracket, type Certificate, certificateFormat } from './certificate.js';
import { exactAt } from './exact-at.js';
import { exactValuation } from './exact-quantities.js';
import { type ClaimJob, claimOf } from './job.js';
import type { Outcome } from './outcome.js';
import { counterexample } from './point.js';

/** Widths that are examined one by one at most. */
const mostFinite = 4096;
/** A statement whose tail is not shown is false somewhere, as a rule: widths up to here are searched. */
const widest = 100_000;
const deepest = 100;

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
    return { points: 0, unresolved: { point: smallest(claim), reason: claimed.reason } };
  return claimed.kind === 'layer'
    ? proveLayer(claim, claimed.statement, claimed.quantity, from)
    : proveSurvival(claim, claimed.statement, from);
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
  const reason = `no width up to ${widest} was found to fail, but the bounds do not show it for all; a weaker bound may be provable.`;
  return { points, unresolved: { point: pointAt(claim, from), reason } };
}

function proveSurvival(claim: Claim, statement: SurvivalStatement, from: number): Outcome {
  const reach = reachOf(statement);
  const tail = bestTail(survivalBounds)!;
  let start = tail.from;
  while (start <= mostFinite && !isSurvivalShownFrom(statement, reach, start)) start *= 2;
  if (start > mostFinite) return searchLostNet(claim, statement, from, 'for large widths');
  const finite: Certificate['finite'][number][] = [];
  for (let width = from; width < start; width++) {
    const depth = Number(new Fraction(width).div(statement.ratio).floor().n);
    const enclosures = momentEnclosures(width);
    if (depth > 0 && !isSurvivalShownAt(statement, reach, width, depth, enclosures))
      return searchLostNet(claim, statement, from, `at L = ${depth}, d = ${width}`);
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

/** Where Cantelli's inequality does not reach, the least widths allowed may fail. */
function searchLostNet(claim: Claim, { ratio }: SurvivalStatement, from: number, where: string): Outcome {
  const shallowest = smallest(claim).L!;
  for (let depth = shallowest; depth < shallowest + deepest; depth++) {
    const width = Math.max(from, Number(ratio.mul(depth).ceil().n));
    if (width > widest) break;
    const point = { ...smallest(claim), L: depth, d: width };
    const decision = exactAt(claim, point);
    if (decision.state === 'fails')
      return { points: depth - shallowest + 1, failure: counterexample(point, decision) };
  }
  const reason = `Cantelli's inequality does not show it ${where}, and no net at the least width of its depth was found to fail; a larger ratio of d to L may be provable.`;
  return { points: deepest, unresolved: { point: pointAt(claim, from), reason } };
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
