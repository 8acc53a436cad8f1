import type { Expression, Quantity, QuantityNode } from '../theory/expression/ast.js';
import { childrenOf } from '../theory/expression/compile.js';

/** The quantities that stand in an expression as its leaves, in the order written, each node once. */
export function quantityNodes(expression: Expression): readonly QuantityNode[] {
  return remembered(nodesOf, expression, () => {
    if (expression.kind === 'quantity') return [expression];
    return childrenOf(expression).flatMap(quantityNodes);
  });
}

/** The quantities of an expression, with those inside a lawDistance's normal law. */
export function quantitiesOf(expression: Expression): readonly Quantity[] {
  return remembered(allOf, expression, () =>
    quantityNodes(expression).flatMap(({ quantity }) => {
      if (quantity.functional !== 'lawDistance' || quantity.target.kind !== 'normal') return [quantity];
      return [quantity, ...quantitiesOf(quantity.target.mean), ...quantitiesOf(quantity.target.variance)];
    }),
  );
}

/** Asked for at every point of a domain, of the same trees. */
const nodesOf = new WeakMap<Expression, readonly QuantityNode[]>();
const allOf = new WeakMap<Expression, readonly Quantity[]>();

function remembered<T extends object>(
  known: WeakMap<Expression, T>,
  expression: Expression,
  find: () => T,
): T {
  let found = known.get(expression);
  if (found === undefined) {
    found = find();
    known.set(expression, found);
  }
  return found;
}

/** The expressions inside a quantity: exponents, levels, thresholds, means and variances. */
export function partsOf(quantity: Quantity): readonly Expression[] {
  switch (quantity.functional) {
    case 'mean':
      return [quantity.power];
    case 'quantile':
      return [quantity.level];
    case 'P':
      return [quantity.threshold];
    case 'lawDistance':
      return quantity.target.kind === 'normal' ? [quantity.target.mean, quantity.target.variance] : [];
    default:
      return [];
  }
}
