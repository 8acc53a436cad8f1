import type { Expression, Quantity } from '../expression/ast.js';

/** The expression with another one put for every free occurrence of a name, inside quantities too. */
export function substitute(node: Expression, name: string, value: Expression): Expression {
  const inside = (child: Expression) => substitute(child, name, value);
  switch (node.kind) {
    case 'number':
      return node;
    case 'quantity':
      return { ...node, quantity: inQuantity(node.quantity, inside) };
    case 'name':
      return node.name === name ? value : node;
    case 'negate':
      return { ...node, operand: inside(node.operand) };
    case 'binary':
      return { ...node, left: inside(node.left), right: inside(node.right) };
    case 'call':
      return { ...node, args: node.args.map(inside) };
    case 'sum': {
      // An inner sum over the same name hides it in its body.
      const body = node.index === name ? node.body : inside(node.body);
      return { ...node, from: inside(node.from), to: inside(node.to), body };
    }
  }
}

function inQuantity(quantity: Quantity, inside: (part: Expression) => Expression): Quantity {
  const observable = { ...quantity.observable, indices: quantity.observable.indices.map(inside) };
  switch (quantity.functional) {
    case 'mean':
      return { ...quantity, observable, power: inside(quantity.power) };
    case 'quantile':
      return { ...quantity, observable, level: inside(quantity.level) };
    case 'P':
      return { ...quantity, observable, threshold: inside(quantity.threshold) };
    case 'lawDistance': {
      const { target } = quantity;
      if (target.kind === 'exactLaw') return { ...quantity, observable };
      const normal = { kind: target.kind, mean: inside(target.mean), variance: inside(target.variance) };
      return { ...quantity, observable, target: normal };
    }
    default:
      return { ...quantity, observable };
  }
}
