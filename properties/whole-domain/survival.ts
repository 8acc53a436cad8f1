/** Enough width for all depths (W3), by Cantelli's inequality: width by width, and for all from some one on. */
import Fraction from 'fraction.js';
import { ProductLaw } from '../../numerics/law/index.js';
import { exactFraction } from '../../theory/algebra/rational.js';
import type { SurvivalStatement } from '../../theory/bounds/claimed.js';
import {
  isCantelliEnough,
  isSurvivalShownFrom,
  meanCoefficient,
  survivalBounds,
  varianceCoefficient,
} from '../../theory/bounds/survival.js';
import { enclose } from '../../theory/expression/enclosure.js';
import type { Claim } from '../../theory/language/claim.js';
import { parseExpression } from '../../theory/language/parse-claim.js';
import type { ClaimJob } from '../job.js';
import type { Outcome } from '../outcome.js';
import { type Bracket, type Certificate, proved } from './certificate.js';
import { searchLostNet } from './search.js';
import { bestTail, mostFinite, tailText } from './tail.js';

export function proveSurvival(
  job: ClaimJob,
  claim: Claim,
  statement: SurvivalStatement,
  from: number,
): Outcome {
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
  return proved(claim, {
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
  });
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
