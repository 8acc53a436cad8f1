/**
 * What work costs, in nominal seconds of one core. Budgets are kept in this currency and not in wall-clock time, so that the
 * same run gives the same verdicts on a slow machine, under load, and with any number of workers.
 */
import type { Network } from '../numerics/network/network.js';
import type { Expression } from '../theory/expression/ast.js';
import { childrenOf } from '../theory/expression/compile.js';
import { evaluate, freeNames } from '../theory/expression/evaluate.js';
import type { Claim, Condition } from '../theory/language/claim.js';
import { quantitiesOf } from './quantities.js';
import type { Point } from './verdict.js';

/** Weights drawn a second by the plain kernel on one core, rounded down. */
const weightsPerSecond = 8e7;
/** Seconds a net costs beside its weights: sorting, counting and adding up at the looks, some four times each. */
const lookSeconds = 6e-7;
/** Fixed cost of a layer, in weights. */
const layerOverhead = 10;

/** Seconds to draw one net, push an input through it `passes` times, and look at the result. Half of a relu layer's columns are dead and never drawn. */
export function netCost(network: Network, passes = 1): number {
  const share = network.activation.kind === 'relu' ? 0.5 : 1;
  let weights = 0;
  for (let l = 1; l < network.widths.length; l++) {
    weights += share * network.widths[l]! * network.widths[l - 1]! + layerOverhead;
  }
  // Orthogonalising costs d multiplications a weight.
  if (network.init.name === 'orthogonal') weights *= Math.max(...network.widths);
  return (passes * weights) / weightsPerSecond + lookSeconds;
}

/** Seconds to value both sides of a claim by the exact law at a point. */
export function exactPointCost(claim: Claim, point: Point): number {
  const width = point.d ?? 1;
  // A law sums over the degrees of freedom that matter, about 18 sqrt(d) of them, at some 60 points of a contour.
  const law = 2e-5 + 5e-9 * (point.L ?? 1) + 60 * 1.2e-7 * Math.min(width, 18 * Math.sqrt(width));
  return law * (1 + 30 * countFunctional(claim, 'lawDistance')) + closedFormCost(claim, point);
}

/** Seconds to enclose the closed forms of a claim at a point. */
export function closedFormCost(claim: Claim, point: Point): number {
  return 1e-6 * operations([claim.left, claim.right], point);
}

/** Seconds to evaluate the where part at the far corner of the ranges, where sums are longest. */
export function conditionCost(claim: Claim): number {
  const point = Object.fromEntries(claim.ranges.map(({ name, to }) => [name, to]));
  return 1e-6 * (1 + operations(sidesOf(claim.condition), point));
}

function sidesOf(condition: Condition | undefined): readonly Expression[] {
  if (condition === undefined) return [];
  if (condition.kind === 'compare') return [condition.left, condition.right];
  if (condition.kind === 'not') return sidesOf(condition.operand);
  return [...sidesOf(condition.left), ...sidesOf(condition.right)];
}

function countFunctional(claim: Claim, functional: string): number {
  return [claim.left, claim.right].flatMap(quantitiesOf).filter((each) => each.functional === functional)
    .length;
}

/** Operations at a point, in units of one addition; a function counts for five, a sum for all its terms. */
function operations(expressions: readonly Expression[], point: Point): number {
  let total = 0;
  for (const node of expressions) {
    if (node.kind === 'sum') total += termsOf(node, point) * operations([node.body], point);
    else if (node.kind === 'quantity') total += 1;
    else total += (node.kind === 'call' ? 5 : 1) + operations(childrenOf(node), point);
  }
  return total;
}

/** Terms of a sum, where its bounds do not depend on another sum's index; a hundred if they do. */
function termsOf({ from, to }: Extract<Expression, { kind: 'sum' }>, point: Point): number {
  const known = [from, to].every((bound) => freeNames(bound).every((name) => Object.hasOwn(point, name)));
  return known ? Math.max(1, evaluate(to, point) - evaluate(from, point) + 1) : 100;
}
