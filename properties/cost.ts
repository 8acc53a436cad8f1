/**
 * What work costs, in nominal seconds of one core. Budgets are kept in this currency and not in wall-clock time, so that the
 * same run gives the same verdicts on a slow machine, under load, and with any number of workers.
 */
import type { Network } from '../numerics/network/network.js';
import type { Expression } from '../theory/expression/ast.js';
import type { Claim } from '../theory/language/claim.js';
import { quantitiesOf } from './quantities.js';
import type { Point } from './verdict.js';

/** Weights drawn a second by the plain kernel on one core, rounded down. */
const weightsPerSecond = 8e7;
/** Fixed cost of a layer, in weights. */
const layerOverhead = 10;

/** Seconds to draw one net and push an input through it. Half of a relu layer's columns are dead and never drawn. */
export function netCost(network: Network): number {
  const share = network.activation.kind === 'relu' ? 0.5 : 1;
  let weights = 0;
  for (let l = 1; l < network.widths.length; l++) {
    weights += share * network.widths[l]! * network.widths[l - 1]! + layerOverhead;
  }
  // Orthogonalising costs d multiplications a weight.
  if (network.init.name === 'orthogonal') weights *= Math.max(...network.widths);
  return weights / weightsPerSecond;
}

/** Seconds to value both sides of a claim by the exact law at a point. */
export function exactPointCost(claim: Claim, point: Point): number {
  const width = point.d ?? 1;
  // A law sums over the degrees of freedom that matter, about 18 sqrt(d) of them, at some 60 points of a contour.
  const law = 2e-5 + 60 * 1.2e-7 * Math.min(width, 18 * Math.sqrt(width));
  return (
    law * (1 + 30 * countFunctional(claim, 'lawDistance')) + 1e-6 * termsOf([claim.left, claim.right], width)
  );
}

function countFunctional(claim: Claim, functional: string): number {
  return [claim.left, claim.right].flatMap(quantitiesOf).filter((each) => each.functional === functional)
    .length;
}

/** Nodes to be evaluated at a point; a sum counts its body `width` times, the usual length. */
function termsOf(expressions: readonly Expression[], width: number): number {
  let total = 0;
  for (const node of expressions) {
    if (node.kind === 'sum') total += width * termsOf([node.body], width);
    else if (node.kind === 'binary') total += 1 + termsOf([node.left, node.right], width);
    else if (node.kind === 'call') total += 2 + termsOf(node.args, width);
    else if (node.kind === 'negate') total += termsOf([node.operand], width);
    else total += 1;
  }
  return total;
}
