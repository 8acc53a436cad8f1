/** Claims about all widths, read as statements about one layer (docs/derivations/bounds.md). */
import Fraction from 'fraction.js';
import { evaluateRational } from '../algebra/rational.js';
import type { Expression, QuantityNode } from '../expression/ast.js';
import type { Claim, DomainRange } from '../language/claim.js';
import { isExact, squareGain } from '../language/settings.js';
import type { Polynomial } from '../series/ring.js';
import { laurentTerms } from './laurent.js';
import type { LayerQuantity, LayerStatement } from './statement.js';

/** P(forwardNorm2 >= floor) >= 1 - risk for all d >= ratio L: the sufficient width W3. */
export interface SurvivalStatement {
  readonly floor: Fraction;
  readonly risk: Fraction;
  readonly ratio: Fraction;
}

export type Claimed =
  | { readonly kind: 'layer'; readonly statement: LayerStatement; readonly quantity: QuantityNode }
  | { readonly kind: 'survival'; readonly statement: SurvivalStatement };

/** Whether the claim is about all widths, or all depths, from some one on. */
export function isUnbounded(claim: Claim): boolean {
  return claim.ranges.some((range) => range.to === Infinity);
}

/** What can be proved of an unbounded domain; a sentence if the claim is not of this kind. */
export function claimedOf(claim: Claim): Claimed | { readonly reason: string } {
  const depth = rangeOf(claim, 'L');
  const width = rangeOf(claim, 'd');
  if (depth === undefined || width?.to !== Infinity || claim.ranges.length !== 2)
    return {
      reason: 'An unbounded domain is one of depths L and of widths d in d0..infinity, without other names.',
    };
  const node = [claim.left, claim.right].map(quantityIn).find((each) => each !== undefined);
  if (node === undefined || node.quantity.observable.name !== 'forwardNorm2') return { reason: provable };
  if (!isNormalised(claim, node))
    return {
      reason:
        'For all widths only nets that preserve the mean are understood: normal weights with relu and gain 2 or linear and gain 1.',
    };
  const claimed = survivalOf(claim) ?? layerOf(claim, depth) ?? { reason: provable };
  if ('kind' in claimed && claimed.kind === 'layer' && numbersOf(claimed.statement).some(isLong))
    return {
      reason: `For all widths exponents and coefficients of at most ${mostDigits} digits, as fractions, are understood.`,
    };
  return claimed;
}

/** The time of a proof grows with their square: 7 s at 300. */
const mostDigits = 100;

const isLong = ({ n, d }: Fraction) => n.toString().length > mostDigits || d.toString().length > mostDigits;

const numbersOf = ({ quantity, bound }: LayerStatement) =>
  quantity.kind === 'moment' ? [quantity.power, ...bound] : bound;

const provable =
  'What can be proved for all widths: logMean(forwardNorm2), logVariance(forwardNorm2), log(mean(forwardNorm2^s)) with 0 < s < 1, <= or >= a sum of terms c*L/d^k with rational c (or mean(forwardNorm2^s) such an exp), ' +
  'and P(forwardNorm2 >= eps) >= 1-delta where d >= c*L for relu.';

const rangeOf = (claim: Claim, name: string): DomainRange | undefined =>
  claim.ranges.find((range) => range.name === name);

/** p g = 1. */
function isNormalised({ settings }: Claim, { quantity }: QuantityNode): boolean {
  if (!isExact(quantity, settings)) return false;
  const gain = evaluateRational(squareGain(settings.init), {});
  return gain?.equals(settings.activation.kind === 'relu' ? 2 : 1) ?? false;
}

/** The quantity itself, or the one that a logarithm is taken of. */
function quantityIn(side: Expression): QuantityNode | undefined {
  if (side.kind === 'quantity') return side;
  return side.kind === 'call' && side.name === 'log' && side.args[0]?.kind === 'quantity'
    ? side.args[0]
    : undefined;
}

function layerOf(claim: Claim, depth: DomainRange): Claimed | undefined {
  if (claim.relation === '=' || claim.condition !== undefined) return undefined;
  const swapped = quantityIn(claim.left) === undefined;
  const [side, other] = swapped ? [claim.right, claim.left] : [claim.left, claim.right];
  const node = quantityIn(side)!;
  const quantity = layerQuantity(node);
  // The logarithm of a mean is compared with the terms, or the mean with their exponential.
  const logarithmic = side.kind === 'call';
  if (quantity === undefined || (logarithmic && quantity.kind !== 'moment')) return undefined;
  const isExponential = other.kind === 'call' && other.name === 'exp';
  if (quantity.kind === 'moment' && !logarithmic && !isExponential) return undefined;
  const exponent =
    quantity.kind === 'moment' && !logarithmic && other.kind === 'call' ? other.args[0]! : other;
  const bound = perLayer(exponent, depth);
  if (bound === undefined) return undefined;
  const relation = swapped ? (claim.relation === '<=' ? '>=' : '<=') : claim.relation;
  const activation = claim.settings.activation.kind === 'relu' ? 'relu' : 'linear';
  return { kind: 'layer', statement: { quantity, activation, relation, bound }, quantity: node };
}

function layerQuantity({ quantity }: QuantityNode): LayerQuantity | undefined {
  if (quantity.functional === 'logMean' || quantity.functional === 'logVariance')
    return { kind: quantity.functional };
  if (quantity.functional !== 'mean' || quantity.alive) return undefined;
  const power = evaluateRational(quantity.power, {});
  return power !== undefined && power.compare(0) > 0 && power.compare(1) < 0
    ? { kind: 'moment', power }
    : undefined;
}

/** Terms c L/d^k as a polynomial in 1/d, c per layer; at a single depth any power of L is a number. */
function perLayer(expression: Expression, depth: DomainRange): Polynomial | undefined {
  const terms = laurentTerms(expression);
  if (terms === undefined) return undefined;
  const bound: Fraction[] = [];
  for (const { powerOfL, powerOfD, coefficient } of terms) {
    if (powerOfD > 0 || (depth.from !== depth.to && powerOfL !== 1)) return undefined;
    const scale = new Fraction(depth.from).pow(powerOfL - 1)!;
    while (bound.length <= -powerOfD) bound.push(new Fraction(0));
    bound[-powerOfD] = bound[-powerOfD]!.add(coefficient.mul(depth.from === depth.to ? scale : 1));
  }
  return bound;
}

function survivalOf(claim: Claim): Claimed | undefined {
  const { left, right, relation, condition, settings } = claim;
  if (left.kind !== 'quantity' || left.quantity.functional !== 'P' || relation !== '>=') return undefined;
  if (left.quantity.relation !== '>=' || left.quantity.alive || settings.activation.kind !== 'relu')
    return undefined;
  const floor = evaluateRational(left.quantity.threshold, {});
  const kept = evaluateRational(right, {});
  if (floor === undefined || kept === undefined) return undefined;
  const risk = new Fraction(1).sub(kept);
  if (![floor, risk].every((each) => each.compare(0) > 0 && each.compare(1) < 0)) return undefined;
  if (condition?.kind !== 'compare' || condition.operator !== '>=' || condition.left.kind !== 'name')
    return undefined;
  const [term, further] = laurentTerms(condition.right) ?? [];
  if (condition.left.name !== 'd' || term === undefined || further !== undefined) return undefined;
  if (term.powerOfL !== 1 || term.powerOfD !== 0 || term.coefficient.compare(0) <= 0) return undefined;
  return { kind: 'survival', statement: { floor, risk, ratio: term.coefficient } };
}
