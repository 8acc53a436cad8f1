/** A claim at one point by the exact law; what enclosures leave open, exact rational arithmetic may close. */
import type Fraction from 'fraction.js';
import { evaluateRational, type RationalWork } from '../theory/algebra/rational.js';
import type { Expression } from '../theory/expression/ast.js';
import type { Claim } from '../theory/language/claim.js';
import { substituteQuantities } from '../theory/law/symbolic.js';
import { type CustomOracle, customValuation } from './custom-oracle.js';
import { exactValuation } from './exact-quantities.js';
import type { Precision } from './law-at.js';
import { type Decision, decideAt, type Valuation } from './point.js';
import { quantitiesOf } from './quantities.js';
import type { Point } from './verdict.js';
import { writtenPoint } from './written-point.js';

/** The quantities of a claim at a point, valued when they are first asked for. */
export interface ExactValues {
  /** Probabilities to absolute precision. */
  readonly absolute: () => Valuation;
  readonly relative: () => Valuation;
}

/** @param oracles value the quantities that have no exact law. */
export function exactValues(claim: Claim, point: Point, oracles: readonly CustomOracle[] = []): ExactValues {
  const lawless = oracles.length === 0 ? undefined : customValuation(claim, point, oracles);
  const once = (precision: Precision) => {
    let valuation: Valuation | undefined;
    return () => (valuation ??= exactValuation(claim, point, precision, lawless) ?? noQuantities);
  };
  return { absolute: once('absolute'), relative: once('relative') };
}

/** What rational arithmetic may cost in one unit of work: a second or so, where it closes every point. */
export const rationalWorkOfUnit = 1e10;

/**
 * Probabilities to absolute precision first: only where that leaves the claim open are tails worth their price.
 * @param values of the quantities, where they are known already.
 */
export function exactAt(
  claim: Claim,
  point: Point,
  work: RationalWork = { left: rationalWorkOfUnit },
  values = exactValues(claim, point),
): Decision {
  const usesProbability = [claim.left, claim.right]
    .flatMap(quantitiesOf)
    .some(({ functional }) => functional === 'P');
  if (usesProbability) {
    const quick = decideAt(claim, point, values.absolute(), false);
    if (quick.state === 'holds') return quick;
  }
  return exactlyAt(claim, point, work, values);
}

/** The same with probabilities to relative precision, however small they are. */
export function exactlyAt(
  claim: Claim,
  point: Point,
  work: RationalWork = { left: rationalWorkOfUnit },
  values = exactValues(claim, point),
): Decision {
  const decision = decideAt(claim, point, values.relative(), false);
  if (decision.state === 'holds' || claim.tolerance !== undefined) return decision;
  const written = writtenPoint(claim, point);
  if (decision.state === 'fails' && written === undefined) return decision;
  const state = compareRationals(claim, written ?? point, work);
  return state === undefined ? decision : { ...decision, state };
}

/** Both sides in exact rational arithmetic, where they are rational at the point; decides ties that enclosures cannot. */
function compareRationals(
  claim: Claim,
  point: Readonly<Record<string, number | Fraction>>,
  work: RationalWork,
): Decision['state'] | undefined {
  if (work.left <= 0) return undefined;
  const value = (side: Expression) => {
    const symbolic = substituteQuantities(side, claim.settings, point);
    return symbolic === undefined ? undefined : evaluateRational(symbolic, point, work);
  };
  const left = value(claim.left);
  const right = left === undefined ? undefined : value(claim.right);
  if (left === undefined || right === undefined) return undefined;
  const order = left.compare(right);
  const holds = claim.relation === '=' ? order === 0 : claim.relation === '<=' ? order <= 0 : order >= 0;
  return holds ? 'holds' : 'fails';
}

const noQuantities = () => {
  throw new Error('A claim with quantities reached the exact oracle without an exact law.');
};
