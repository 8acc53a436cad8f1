import type { Expression, QuantityNode } from '../theory/expression/ast.js';
import { childrenOf } from '../theory/expression/compile.js';

/** The quantities that stand in an expression as its leaves, in the order written, each node once. */
export function quantityNodes(expression: Expression): QuantityNode[] {
  if (expression.kind === 'quantity') return [expression];
  return childrenOf(expression).flatMap(quantityNodes);
}

/** The quantities of an expression, with those inside a lawDistance's normal law. */
export function quantitiesOf(expression: Expression): QuantityNode['quantity'][] {
  return quantityNodes(expression).flatMap(({ quantity }) => {
    if (quantity.functional !== 'lawDistance' || quantity.target.kind !== 'normal') return [quantity];
    return [quantity, ...quantitiesOf(quantity.target.mean), ...quantitiesOf(quantity.target.variance)];
  });
}
